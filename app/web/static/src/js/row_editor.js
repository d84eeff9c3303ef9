// Rows edited where they stand. A form marked data-row-editor is sent by itself, and the row around it, the
// nearest element marked data-row, is replaced by the fragment that comes back. Saves of one row go one after
// the other, since each answer carries the version that the next one names. Enter saves, Escape restores.
// What a refusal says stands in the row; what was typed stays. The document is told of every row that was saved;
// a listener to “row-saved” that prevents the default takes over saying so. Where the answer is no form and somebody
// typed on meanwhile, “row-typed-on” asks to open the row again, and says whether that was to be saved too. A saved
// row may hold a form marked data-undo: it is sent like the others, and takes nothing that was typed.
import { post } from "./requests.js";
import { announce, text } from "./texts.js";
import { markChanged, markSaved } from "./unsaved.js";

// As the pages write times: 14:02, in Brussels.
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Brussels" };

const underWay = new WeakMap();

const rowOf = (form) => form.closest("[data-row]") ?? form;
const formOf = (field) => field.form?.matches("form[data-row-editor]") ? field.form : null;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.name !== "csrf_token" && field.name !== "version");

function valuesOf(form) {
  return new Map(fieldsOf(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
}

// The focus on a field whose text is chosen, so that what is typed takes its place.
export function enter(field) {
  field?.focus();
  field?.select?.();
}

// What was typed while its row was being saved, in its editor again; saved in its turn where that was asked for.
export function typeOn(form, { typed, isToBeSaved }) {
  put(form, typed);
  markChanged(form);
  form.elements.namedItem([...typed.keys()].pop())?.focus();
  if (isToBeSaved) {
    form.requestSubmit();
  }
}

function put(form, values) {
  for (const field of fieldsOf(form)) {
    if (values.has(field.name)) {
      const value = values.get(field.name);
      if (field.type === "checkbox") {
        field.checked = value;
      } else {
        field.value = value;
      }
    }
  }
}

function say(form, sentence, state) {
  const row = rowOf(form);
  row.classList.remove("row--changed", "row--saving", "row--saved", "row--refused");
  if (state) {
    row.classList.add(`row--${state}`);
  }
  const place = row.querySelector("[data-row-status]");
  if (place && sentence) {
    place.textContent = sentence;
  }
}

function clearErrors(form) {
  rowOf(form).querySelectorAll("[data-row-error]").forEach((place) => place.remove());
  fieldsOf(form).forEach((field) => {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  });
}

function showError(form, sentence, fieldName, link) {
  const row = rowOf(form);
  const place = document.createElement("p");
  place.className = "row-error";
  place.dataset.rowError = "";
  place.id = `${form.id || "row"}-refusal`;
  place.setAttribute("role", "alert");
  place.textContent = sentence;
  if (link) {
    place.append(" ", link);
  }
  const field = fieldName ? form.elements.namedItem(fieldName) : null;
  const status = row.querySelector("[data-row-status]");
  (status?.parentElement ?? form.parentElement ?? row).append(place);
  if (field instanceof HTMLElement) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", place.id);
    field.focus();
  }
  say(form, text("refused"), "refused");
}

function compareButton(form) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-as-link";
  button.textContent = text("compare");
  button.addEventListener("click", () => {
    markSaved(form);
    form.submit();
  });
  return button;
}

function replaceRow(form, html, sent) {
  const row = rowOf(form);
  const typed = new Map([...valuesOf(form)].filter(([name, value]) => sent.get(name) !== value));
  const held = document.activeElement;
  const focused = row.contains(held) ? { name: held.name, id: held.id } : null;
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const fresh = template.content.firstElementChild;
  row.replaceWith(...template.content.childNodes);
  const next = fresh.querySelector("form[data-row-editor]:not([data-undo])") ?? document.getElementById(form.id);
  if (next && typed.size) {
    put(next, typed);
  }
  if (focused) {
    const again = (focused.id && document.getElementById(focused.id))
      || (focused.name && next?.elements.namedItem(focused.name))
      || fresh.querySelector("a[data-edit-row]")
      || fresh.previousElementSibling?.querySelector("a[data-edit-below]")
      || fresh.querySelector("input:not([type=hidden]), select, textarea, button, a");
    if (again instanceof HTMLElement) {
      again.focus();
    }
  }
  return { fresh, next, typed };
}

async function answerOf(form, answer, sent) {
  const type = answer.headers.get("Content-Type") ?? "";
  if (answer.ok && type.startsWith("text/html")) {
    const { fresh, next, typed } = replaceRow(form, await answer.text(), sent);
    markSaved(form);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, CLOCK);
    const sentence = fresh.querySelector("[data-row-status]")?.textContent.trim() || text("saved", { time });
    const told = new CustomEvent("row-saved", { cancelable: true, detail: { row: fresh, sentence } });
    if (document.dispatchEvent(told)) {
      announce(sentence);
    }
    if (!next) {
      return { row: fresh, typed };
    }
    const place = rowOf(next).querySelector("[data-row-status]");
    if (!place?.childElementCount) {
      say(next, sentence, typed.size ? "changed" : "saved");
    }
    if (typed.size) {
      markChanged(next);
    }
    return { next };
  }
  if (type.startsWith("text/html") && (answer.status === 409 || answer.status === 422)) {
    const { next } = replaceRow(form, await answer.text(), sent);
    enter(next?.querySelector("[aria-invalid=true]"));
    return { next };
  }
  const told = type.startsWith("application/json") ? await answer.json() : {};
  showError(form, told.error || text("noAnswer"), told.field, answer.status === 409 ? compareButton(form) : null);
  return {};
}

async function save(form, submitter) {
  const row = rowOf(form);
  if (underWay.has(row)) {
    underWay.get(row).again = submitter ?? true;
    return;
  }
  const state = { again: null };
  underWay.set(row, state);
  clearErrors(form);
  say(form, text("saving"), "saving");
  const sent = valuesOf(form);
  let answered = {};
  try {
    answered = await answerOf(form, await post(form.action, new FormData(form, submitter)), sent);
  } catch {
    showError(form, text("noAnswer"));
  }
  underWay.delete(row);
  if (answered.next) {
    if (state.again) {
      save(answered.next);
    }
  } else if (answered.typed?.size) {
    const detail = { row: answered.row, typed: answered.typed, isToBeSaved: Boolean(state.again) };
    document.dispatchEvent(new CustomEvent("row-typed-on", { detail }));
  }
}

function onSubmit(event) {
  const form = event.target;
  if (form.matches("form[data-row-editor]") && form.reportValidity()) {
    event.preventDefault();
    save(form, event.submitter);
  }
}

function onKey(event) {
  const form = formOf(event.target);
  if (!form) {
    return;
  }
  if (event.key === "Escape") {
    form.reset();
    clearErrors(form);
    markSaved(form);
    say(form, "", "");
    const place = rowOf(form).querySelector("[data-row-status]");
    if (place) {
      place.textContent = "";
    }
  } else if (event.key === "Enter" && event.target.matches("select, input:not([type=submit])")) {
    event.preventDefault();
    form.requestSubmit();
  }
}

function onInput(event) {
  const form = formOf(event.target);
  if (form) {
    markChanged(form);
    if (!underWay.has(rowOf(form))) {
      say(form, text("unsaved"), "changed");
    }
  }
}

let isStarted = false;

export function start() {
  if (isStarted) {
    return;
  }
  isStarted = true;
  document.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", onInput);
}
