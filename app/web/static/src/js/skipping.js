// The skip link moves the focus without leaving its fragment in the address: a form would hand it on to the page that
// answers, which would then take it for the place to be at, and not move the focus to what was done.
export function skipInPlace() {
  document.querySelector(".skip-link")?.addEventListener("click", (event) => {
    const place = document.querySelector(event.target.hash);
    if (place) {
      event.preventDefault();
      place.focus();
    }
  });
}
