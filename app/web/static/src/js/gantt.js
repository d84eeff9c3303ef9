// Keys on a row of a Gantt press the links above it: earlier, later, nearer, wider. What comes back takes the place of
// the page's main part, so that the row keeps the focus. Without script the links do the same.
import { start as letArrowsMove } from "./arrow_keys.js";
import { letKeyboardScroll } from "./scrolling.js";

const STEPS = { ArrowLeft: "earlier", ArrowRight: "later", "+": "nearer", "=": "nearer", "-": "wider" };

let isLoading = false;

async function show(address, focused) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  history.replaceState(history.state, "", address);
  tellKeys();
  letArrowsMove();
  letKeyboardScroll();
  document.getElementById(focused)?.focus({ preventScroll: true });
}

function tellKeys() {
  document.querySelector("[data-gantt-keys]")?.removeAttribute("hidden");
}

export function start() {
  tellKeys();
  document.addEventListener("keydown", async (event) => {
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey);
    const row = event.target.closest("table[data-gantt] a");
    const link = isPlain && row && event.key in STEPS && document.querySelector(`a[data-gantt-step="${STEPS[event.key]}"]`);
    if (!link) {
      return;
    }
    event.preventDefault();
    if (!isLoading) {
      isLoading = true;
      await show(link.href, row.id);
      isLoading = false;
    }
  });
}
