// Words narrow a long list of boxes; what is ticked stays in sight. Without script the list is whole.
import { announce, text } from "./texts.js";

function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function narrow(rows, words) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const [row, said] of rows) {
    const fits = wanted.every((word) => said.includes(word));
    row.hidden = !fits && !row.querySelector("input").checked;
    shown += fits;
  }
  return shown;
}

function equip(group) {
  const list = group.querySelector(".choices__list");
  const rows = [...list.children].map((row) => [row, plain(row.textContent)]);
  const line = document.createElement("input");
  line.type = "search";
  line.className = "ecl-text-input choices__search";
  line.autocomplete = "off";
  line.placeholder = text("search", { count: rows.length });
  line.setAttribute("aria-label", `${group.querySelector("legend").textContent}: ${line.placeholder}`);
  const told = document.createElement("p");
  told.className = "quiet small";
  told.hidden = true;
  line.addEventListener("input", (event) => {
    event.stopPropagation(); // nothing of the form has changed
    const sentence = text("found", { count: narrow(rows, line.value) });
    told.textContent = sentence;
    told.hidden = !line.value;
    announce(sentence);
  });
  line.addEventListener("change", (event) => event.stopPropagation());
  line.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // the form is not sent for a search
    }
    if (event.key === "Escape" && line.value) {
      event.preventDefault();
      line.value = "";
      told.hidden = true;
      narrow(rows, "");
    }
  });
  list.before(line, told);
}

export function start() {
  document.querySelectorAll("fieldset[data-long-list]").forEach(equip);
}
