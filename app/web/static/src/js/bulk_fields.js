// A change of many shows the fields and hints of the chosen deed at once; without script the next page asks for them.
export function start() {
  document.querySelectorAll("form[data-bulk]").forEach((form) => {
    const show = () =>
      form.querySelectorAll("[data-deeds]").forEach((part) => {
        const isNeeded = part.dataset.deeds.split(" ").includes(form.elements.deed.value);
        part.hidden = part.disabled = !isNeeded;
      });
    form.elements.deed.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
  });
}
