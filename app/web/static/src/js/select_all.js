// “Select all in this list” where it stands; without script its link asks for the page with all selected.
export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-select-all]");
    const boxes = link?.closest("[data-select-list]")?.querySelectorAll("input[type=checkbox][name=milestone]") ?? [];
    if (!boxes.length || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    const selects = [...boxes].some((box) => !box.checked);
    boxes.forEach((box) => {
      box.checked = selects;
    });
  });
}
