// On the desk and in the working list a milestone is edited in a row below its line; the line's link leads to a page of its own without script.
// The link's fragment names the field that the deed is about; it has the focus.
// Cancel and Escape close the row, and the focus goes back to the link. After a save the row says what now stands;
// what was typed while it was being saved opens it again.
// On the desk the first cell of the line spans all lines of its item, and these rows too.
import { enter, start as startEditing, typeOn } from "./row_editor.js";

const isRow = (element) => element?.matches("[data-row]") ?? false;

function headOf(line) {
  let row = line;
  while (row && !row.querySelector("th[scope=row]")) {
    row = row.previousElementSibling;
  }
  return row?.querySelector("th[scope=row]:first-child");
}

function span(line, number) {
  const head = headOf(line);
  if (head) {
    head.rowSpan += number;
  }
}

const firstField = (row) => row.querySelector("select, input:not([type=hidden])");
const fieldFor = (link, row) => row.querySelector("form")?.elements.namedItem(link.hash.slice(1)) ?? firstField(row);

async function open(link) {
  const line = link.closest("tr");
  const below = line.nextElementSibling;
  if (isRow(below) && firstField(below)) {
    enter(fieldFor(link, below));
    return below;
  }
  const address = new URL(link.href);
  address.searchParams.set("place", link.dataset.editBelow || "desk");
  const answer = await fetch(address, {
    headers: { "X-Requested-With": "tracker", Accept: "text/html" },
    credentials: "same-origin",
  }).catch(() => null);
  const template = document.createElement("template");
  if (answer?.ok && (answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
    template.innerHTML = (await answer.text()).trim();
  }
  const fresh = template.content.firstElementChild;
  if (!isRow(fresh)) {
    location.assign(link.href); // the page says what is wrong
    return null;
  }
  if (isRow(below)) {
    below.replaceWith(fresh);
  } else {
    line.after(fresh);
    span(line, 1);
  }
  enter(fieldFor(link, fresh));
  return fresh;
}

async function openAgain(detail) {
  const link = detail.row.previousElementSibling?.querySelector("a[data-edit-below]");
  const form = link && (await open(link))?.querySelector("form[data-row-editor]");
  if (form) {
    typeOn(form, detail);
  }
}

function close(row) {
  const line = row.previousElementSibling;
  span(line, -1);
  row.remove();
  line.querySelector("a[data-edit-below]")?.focus();
}

function onClick(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const link = event.target.closest("a[data-edit-below], a[data-close-row]");
  if (link) {
    event.preventDefault();
    if (link.matches("[data-edit-below]")) {
      open(link);
    } else {
      close(link.closest("[data-row]"));
    }
  }
}

function onKey(event) {
  const row = event.key === "Escape" ? event.target.closest("[data-row]") : null;
  if (row?.querySelector("a[data-close-row]")) {
    close(row);
  }
}

export function start() {
  startEditing();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("row-typed-on", (event) => openAgain(event.detail));
}
