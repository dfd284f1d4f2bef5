// The trend of people with Bluezone against the target's line. The same figures stand in a table below it.
import { Chart, LineController, LineElement, PointElement, LinearScale, CategoryScale, Tooltip, Legend } from "chart.js";

Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Tooltip, Legend);

const canvas = document.getElementById("trend");
const data = JSON.parse(document.getElementById("trend-data").textContent);
const style = getComputedStyle(document.documentElement);
const language = document.documentElement.lang;

const installed = {
  label: canvas.dataset.installedLabel,
  data: data.installed,
  borderColor: style.getPropertyValue("--portal-main"),
  backgroundColor: style.getPropertyValue("--portal-main"),
  borderWidth: 2.5,
  pointRadius: 2,
  tension: 0,
};
const target = {
  label: canvas.dataset.targetLabel,
  data: data.days.map(() => data.target),
  borderColor: style.getPropertyValue("--portal-behind"),
  backgroundColor: style.getPropertyValue("--portal-behind"),
  borderDash: [6, 4],
  borderWidth: 2,
  pointRadius: 0,
};

new Chart(canvas, {
  type: "line",
  data: { labels: data.days, datasets: data.target === null ? [installed] : [installed, target] },
  options: {
    animation: false,
    maintainAspectRatio: false,
    locale: language,
    interaction: { mode: "index", intersect: false },
    scales: { y: { beginAtZero: true, ticks: { precision: 0 } }, x: { ticks: { maxTicksLimit: 10, maxRotation: 0 } } },
    plugins: { legend: { position: "bottom", labels: { usePointStyle: true, pointStyle: "line" } } },
  },
});
