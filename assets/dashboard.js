// The trend of people with Bluezone against the target's line, the projection as a band from the last closed day on, and
// the activities of outreach as bars at the bottom. The same figures stand in tables below it.
import {
  Chart, BarController, BarElement, LineController, LineElement, PointElement, LinearScale, CategoryScale, Filler,
  Tooltip, Legend,
} from "chart.js";

Chart.register(
  BarController, BarElement, LineController, LineElement, PointElement, LinearScale, CategoryScale, Filler, Tooltip, Legend,
);

const canvas = document.getElementById("trend");
const data = JSON.parse(document.getElementById("trend-data").textContent);
const style = getComputedStyle(document.documentElement);
const language = document.documentElement.lang;
const colour = (name) => style.getPropertyValue(`--portal-${name}`).trim();

const line = (label, values, name, more = {}) => ({
  type: "line", label, data: values, borderColor: colour(name), backgroundColor: colour(name), borderWidth: 2,
  pointRadius: 0, tension: 0, ...more,
});
const edge = (label, values, more = {}) =>
  line(label, values, "main", { borderWidth: 0.5, backgroundColor: `${colour("main")}26`, ...more });

const datasets = [line(canvas.dataset.installedLabel, data.installed, "main", { borderWidth: 2.5, pointRadius: 2 })];
if (data.target !== null) {
  datasets.push(line(canvas.dataset.targetLabel, data.days.map(() => data.target), "behind", { borderDash: [6, 4] }));
}
if (data.expected.some((value) => value !== null)) {
  datasets.push(
    line(canvas.dataset.expectedLabel, data.expected, "main", { borderDash: [2, 3] }),
    edge(canvas.dataset.slowestLabel, data.slowest, { fill: "+1" }),
    edge(canvas.dataset.fastestLabel, data.fastest),
  );
}
const mostActive = Math.max(...data.activities);
if (mostActive > 0) {
  datasets.push({
    type: "bar", label: canvas.dataset.outreachLabel, data: data.activities.map((n) => n || null),
    backgroundColor: colour("care"), borderColor: colour("care"), borderWidth: 1, yAxisID: "outreach", maxBarThickness: 10,
  });
}

new Chart(canvas, {
  data: { labels: data.days, datasets },
  options: {
    animation: false,
    maintainAspectRatio: false,
    locale: language,
    interaction: { mode: "index", intersect: false },
    scales: {
      y: { beginAtZero: true, ticks: { precision: 0 } },
      x: { ticks: { maxTicksLimit: 10, maxRotation: 0 } },
      // Bars keep to the lowest fifth: they stand under the curve, not in it.
      outreach: { axis: "y", display: false, beginAtZero: true, max: Math.max(mostActive, 1) * 5 },
    },
    plugins: { legend: { position: "bottom", labels: { usePointStyle: true, pointStyle: "line", boxHeight: 6 } } },
  },
});
