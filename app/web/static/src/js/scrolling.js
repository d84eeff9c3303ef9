// A table that is too wide becomes a named region that the keyboard can reach and scroll.
export function letKeyboardScroll() {
  const watched = document.querySelectorAll("[data-scroll]");
  if (!watched.length) {
    return;
  }
  const look = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-labelledby", box.dataset.scroll);
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-labelledby");
    }
  };
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => look(entry.target)));
  watched.forEach((box) => observer.observe(box));
}
