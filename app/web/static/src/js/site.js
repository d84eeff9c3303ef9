// Loads what a page asks for by its data attributes; every page works without it.
import { keepSignedIn } from "./idle.js";
import { letKeyboardScroll } from "./scrolling.js";
import { closeDropsOutside } from "./drops.js";
import { skipInPlace } from "./skipping.js";

const MODULES = [
  ["form[data-row-editor]", () => import("./row_editor.js")],
  ["a[data-edit-row], details[data-body]", () => import("./open_row.js")],
  ["a[data-edit-below]", () => import("./desk_row.js")],
  ["details[data-body]", () => import("./unfold.js")],
  ["[data-figures]", () => import("./figures.js")],
  ["table[data-arrow-keys]", () => import("./arrow_keys.js")],
  ["table[data-gantt]", () => import("./gantt.js")],
  ["figure[data-chart]", () => import("./chart.js")],
  ["a[data-dialog]", () => import("./dialog_link.js")],
  ["a[data-select-all]", () => import("./select_all.js")],
  ["form[data-bulk]", () => import("./bulk_fields.js")],
  ["form[data-part-sums]", () => import("./part_sums.js")],
  ["[data-keys]", () => import("./page_keys.js")],
  ["[data-pieces]", () => import("./pieces.js")],
  ["fieldset[data-long-list]", () => import("./long_lists.js")],
  ["form[data-unsaved]", () => import("./unsaved.js")],
];

document.documentElement.classList.add("has-script");

// After a save the focus is on what it says, unless the address or the page names a place of its own. Where the address names
// a part of the page with a heading, it is said there: above, it would be out of sight.
const told = document.querySelector("[data-told]");
const place = document.getElementById(location.hash.slice(1));
const saysThere = told && place?.matches("main :is(h2, h3, section, div, li)");
if (saysThere && place.matches("h2, h3")) {
  place.after(told);
} else if (saysThere) {
  place.prepend(told);
}
const isPlaced = (location.hash && !saysThere) || document.querySelector("[autofocus]");
const focused = document.querySelector("[data-focus]") ?? (isPlaced ? null : told);
focused?.focus();
if (location.hash) {
  // A browser that goes to a part of the page may take the focus away again, once it is drawn.
  addEventListener("load", () => requestAnimationFrame(() => document.activeElement === document.body && focused?.focus()));
}
keepSignedIn();
letKeyboardScroll();
closeDropsOutside();
skipInPlace();
for (const [selector, load] of MODULES) {
  if (document.querySelector(selector)) {
    load().then((module) => module.start());
  }
}
