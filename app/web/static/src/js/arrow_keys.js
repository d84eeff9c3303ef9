// Arrow keys move between the links of a table, as an extra: Tab goes on as everywhere.
const STEPS = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
};

function linkAt(table, row, column) {
  const link = table.rows[row]?.cells[column]?.querySelector("a, button, input, select");
  return link?.getClientRects().length ? link : null;
}

function target(table, cell, key) {
  const row = cell.parentElement;
  if (key === "Home" || key === "End") {
    const cells = key === "Home" ? [...row.cells] : [...row.cells].reverse();
    return cells.map((other) => other.querySelector("a")).find(Boolean);
  }
  const [down, right] = STEPS[key];
  let [at, column] = [row.rowIndex + down, cell.cellIndex + right];
  while (at >= 0 && at < table.rows.length && column >= 0 && column < table.rows[at].cells.length) {
    const link = linkAt(table, at, column);
    if (link) {
      return link;
    }
    at += down;
    column += right;
  }
  return null;
}

export function start() {
  document.querySelectorAll("table[data-arrow-keys]").forEach((table) => {
    table.addEventListener("keydown", (event) => {
      const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
      const cell = event.target.closest("td, th");
      if (!isPlain || !cell || event.target.tagName !== "A" || !(event.key in STEPS || ["Home", "End"].includes(event.key))) {
        return;
      }
      const next = target(table, cell, event.key);
      if (next && next !== event.target) {
        event.preventDefault();
        next.focus();
      }
    });
  });
}
