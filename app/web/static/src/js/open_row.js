// Opens a row for editing where it stands, and closes it again: the link's address gives the row's other form.
// Escape closes without saving. Without script the same links lead to pages of their own.
import { enter, start as startEditing, typeOn } from "./row_editor.js";
import { text } from "./texts.js";

const OPEN = "a[data-edit-row], a[data-cancel-row]";

function focusIn(row, isEditor) {
  if (isEditor) {
    enter(row.querySelector("select, input:not([type=hidden])"));
  } else {
    row.querySelector("a[data-edit-row]")?.focus();
  }
}

async function exchange(link) {
  const row = link.closest("[data-row]");
  const status = row.querySelector("[data-row-status]");
  const answer = await fetch(link.href, {
    headers: { "X-Requested-With": "tracker", Accept: "text/html" },
    credentials: "same-origin",
  }).catch(() => null);
  if (!answer?.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
    if (status) {
      status.textContent = text("noAnswer");
    }
    return null;
  }
  const template = document.createElement("template");
  template.innerHTML = (await answer.text()).trim();
  const fresh = template.content.firstElementChild;
  row.replaceWith(fresh);
  focusIn(fresh, link.matches("[data-edit-row]"));
  return fresh;
}

async function openAgain(detail) {
  const link = detail.row.querySelector("a[data-edit-row]");
  const form = link && (await exchange(link))?.querySelector("form[data-row-editor]");
  if (form) {
    typeOn(form, detail);
  }
}

function onClick(event) {
  const link = event.target.closest(OPEN);
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    exchange(link);
  }
}

function onKey(event) {
  const cancel = event.key === "Escape" && event.target.closest("[data-row]")?.querySelector("a[data-cancel-row]");
  if (cancel) {
    exchange(cancel);
  }
}

export function start() {
  startEditing();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("row-typed-on", (event) => openAgain(event.detail));
}
