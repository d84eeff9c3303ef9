// Single keys that press a link or a button of the page, as the page's own list of keys says. Not while somebody
// types, and with no other key held down; a page that says `data-keys="off"` has none.
export function start() {
  if (document.querySelector("[data-keys]").dataset.keys === "off") {
    return;
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]")) {
      return;
    }
    const pressed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(event.key));
    if (pressed) {
      event.preventDefault();
      pressed.click();
    }
  });
}
