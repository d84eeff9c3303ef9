// Draws a picture when it is scrolled to. Plotly is fetched then, once; its styles come as a sheet beforehand,
// because the content policy lets no script write styles into the page. What was drawn for a screen is drawn anew for
// paper, which would cut it.
import { text } from "./texts.js";

const PAPER = 690; // pixels between the margins of an A4 page

let plotly = null;

function load() {
  plotly ??= new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    sheet.id = "plotly.js-style-global";
    sheet.className = "no-inline-styles";
    sheet.rel = "stylesheet";
    sheet.href = text("plotlyStyle");
    const script = document.createElement("script");
    script.src = text("plotly");
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", reject);
    document.head.append(sheet, script);
  });
  return plotly;
}

async function draw(figure) {
  const place = figure.querySelector(".chart__picture");
  try {
    const [library, answer] = await Promise.all([
      load(),
      fetch(figure.dataset.chart, { headers: { "X-Requested-With": "tracker" } }),
    ]);
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const { data, layout } = await answer.json();
    const shape = { autosize: true, height: place.clientHeight, font: { family: "Inter, arial, sans-serif" }, ...layout };
    await library.newPlot(place, data, shape, { displayModeBar: false, responsive: true });
    figure.dataset.state = "drawn";
  } catch {
    place.textContent = text("chartFailed");
    place.removeAttribute("aria-hidden");
    place.classList.add("chart__picture--failed");
    figure.dataset.state = "failed";
  }
}

function drawn(change) {
  document.querySelectorAll("figure[data-state=drawn] .chart__picture").forEach((place) => window.Plotly.relayout(place, change));
}

export function start() {
  window.addEventListener("beforeprint", () => drawn({ autosize: false, width: PAPER }));
  window.addEventListener("afterprint", () => drawn({ autosize: true, width: null }));
  const watcher = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      watcher.unobserve(entry.target);
      draw(entry.target);
    });
  }, { rootMargin: "100px" });
  document.querySelectorAll("figure[data-chart]").forEach((figure) => watcher.observe(figure));
}
