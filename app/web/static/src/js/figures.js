// After a row was saved, everything else that the save changes on the page is asked for in one go and put in its
// place: figures, states, counts, what is not yet shared. A part (`data-part`) keeps its element, so that neither the
// page nor the focus moves; rows are no parts, so that nothing typed in one is touched. What is new is said aloud.
import { announce } from "./texts.js";

let newest = 0;

// What the page holds more of than its line: such items have been unfolded once.
function unfolded() {
  return [...document.querySelectorAll("details.item:not([data-body])")].map((item) => item.id.replace("item-", ""));
}

function exchange(place, fresh) {
  if (place.isEqualNode(fresh)) {
    return false;
  }
  const links = [...place.querySelectorAll("a")];
  const held = links.indexOf(document.activeElement);
  place.replaceChildren(...fresh.childNodes);
  if ("news" in fresh.dataset) {
    place.dataset.news = fresh.dataset.news;
  }
  if (held >= 0) {
    const again = [...place.querySelectorAll("a")];
    (again[held] ?? again.at(-1))?.focus({ preventScroll: true });
  }
  return true;
}

async function parts(address) {
  const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}unfolded=${unfolded().join(",")}`, {
    headers: { "X-Requested-With": "tracker", Accept: "text/html" },
    credentials: "same-origin",
  }).catch(() => null);
  const template = document.createElement("template");
  if (answer?.ok && (answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
    template.innerHTML = await answer.text();
  }
  return template.content.querySelectorAll("[data-part]");
}

async function renew(address, { row, sentence }) {
  newest += 1;
  const number = newest;
  const found = await parts(address);
  const own = row.closest("details.item")?.querySelector("summary");
  const said = [sentence];
  for (const fresh of number === newest ? found : []) { // else a later save has asked again
    const place = document.getElementById(fresh.id);
    const before = place?.dataset.news;
    if (place && exchange(place, fresh) && place.dataset.news !== before && (place === own || !place.matches("summary"))) {
      said.push(place.dataset.news);
    }
  }
  announce(said.join(". "));
}

export function start() {
  const { figures } = document.querySelector("[data-figures]").dataset;
  document.addEventListener("row-saved", (event) => {
    event.preventDefault();
    renew(figures, event.detail);
  });
}
