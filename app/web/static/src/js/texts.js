// Sentences in the reader's language and addresses, as the page's frame holds them.
const held = document.getElementById("for-scripts")?.dataset ?? {};

export function text(name, values = {}) {
  let sentence = held[name] ?? "";
  for (const [place, value] of Object.entries(values)) {
    sentence = sentence.replace(`{${place}}`, value);
  }
  return sentence;
}

// Say something to those who listen to the page; the same sentence twice is said twice.
export function announce(sentence) {
  const place = document.getElementById("announcements");
  if (place) {
    place.textContent = "";
    window.setTimeout(() => { place.textContent = sentence; }, 50);
  }
}
