// What the targets of the parts add up to follows typing; without script the page says it once it is sent.
const NUMBER = /^-?\d+$/;
const counted = new Intl.NumberFormat("en");

// The whole number that a field holds; null where it is empty, NaN where it is none.
function numberIn(field) {
  const plain = field.value.trim().replaceAll(/[, \u202f]/g, "");
  return plain === "" ? null : NUMBER.test(plain) ? Number(plain) : Number.NaN;
}

// The sentence for a sum: `data-none`, `-same`, `-less` and `-more` hold it with places for sum and difference.
function sentenceOf(place, numbers) {
  if (!numbers.length) {
    return place.dataset.none;
  }
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (Number.isNaN(sum)) {
    return "";
  }
  const more = place.dataset.target === "" ? 0 : sum - Number(place.dataset.target);
  const sentence = more === 0 ? place.dataset.same : more < 0 ? place.dataset.less : place.dataset.more;
  return sentence.replace("{sum}", counted.format(sum)).replace("{by}", counted.format(Math.abs(more)));
}

export function start() {
  document.querySelectorAll("form[data-part-sums]").forEach((form) => {
    const place = form.querySelector("[data-target]");
    const targets = [...form.elements].filter((field) => field.name.startsWith("target-"));
    const follow = () => {
      place.textContent = sentenceOf(place, targets.map(numberIn).filter((number) => number !== null));
    };
    form.addEventListener("input", follow);
    window.addEventListener("pageshow", follow);
  });
}
