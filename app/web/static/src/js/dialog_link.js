// A link marked data-dialog opens what it leads to in a dialog, fetched when it is asked for. Without script it leads
// to the same as a page. In the dialog a link marked data-close closes it, as Escape does; the focus goes back.
async function open(link) {
  const answer = await fetch(link.href, {
    headers: { "X-Requested-With": "tracker", Accept: "text/html" },
    credentials: "same-origin",
  }).catch(() => null);
  if (!answer?.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
    location.assign(link.href); // the page says what is wrong
    return;
  }
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const dialog = template.content.querySelector("dialog");
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.showModal();
}

export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
  });
}
