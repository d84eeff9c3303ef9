// Sheets that open below their handle close again with Escape or a click elsewhere.
export function closeDropsOutside() {
  const open = () => document.querySelectorAll("details.drop[open]");
  document.addEventListener("click", (event) => {
    open().forEach((drop) => {
      if (!drop.contains(event.target)) {
        drop.open = false;
      }
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      open().forEach((drop) => {
        if (drop.contains(document.activeElement)) {
          drop.querySelector("summary").focus();
        }
        drop.open = false;
      });
    }
  });
}
