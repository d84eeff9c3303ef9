// Asks before a page with unsaved changes is left. A form marked data-unsaved counts as changed until it is sent.
const changed = new Set();

export function markChanged(form) {
  changed.add(form);
}

export function markSaved(form) {
  changed.delete(form);
}

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) {
    event.preventDefault();
  }
});

export function start() {
  document.querySelectorAll("form[data-unsaved]").forEach((form) => {
    form.addEventListener("input", () => markChanged(form));
    form.addEventListener("submit", () => markSaved(form));
  });
}
