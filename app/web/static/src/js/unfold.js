// Fetches what an item unfolds to when it is unfolded. Without script a link in it leads to the same.
import { text } from "./texts.js";

async function fill(details) {
  const place = details.querySelector(".item__body");
  const address = details.dataset.body;
  delete details.dataset.body;
  const answer = await fetch(address, {
    headers: { "X-Requested-With": "tracker", Accept: "text/html" },
    credentials: "same-origin",
  }).catch(() => null);
  if (answer?.ok && (answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
    place.innerHTML = await answer.text();
    return;
  }
  details.dataset.body = address;
  place.append(text("noAnswer"));
}

export function start() {
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details[data-body]") && event.target.open) {
      fill(event.target);
    }
  }, true);
  const asked = document.getElementById(location.hash.slice(1));
  if (asked?.matches("details[data-body]")) {
    asked.open = true;
    asked.scrollIntoView();
  }
}
