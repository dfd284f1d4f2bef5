// The survey page: starts, draws the screens, sends when it can.
import { html, nothing, render } from "lit-html";
import { isStorageFull, StorageSilent } from "../offline/database.js";
import { deviceId, deviceName } from "../offline/device.js";
import { createSender } from "../offline/sender.js";
import { paint, setPainter, tell, ui } from "./app.js";
import { badgeView, barsView, toldView } from "./bars.js";
import { summary } from "./doors.js";
import { householdView, onSaved, openHousehold } from "./household.js";
import { listView } from "./list.js";
import { newHouseholdView, openNewHousehold } from "./new_household.js";
import { outboxView } from "./outbox_page.js";
import { meet } from "./register.js";
import { becomeUser, changed, database, load, onOtherTabs, picture } from "./store.js";
import { askPersistence, hasSignedOut, isPersistent } from "./surroundings.js";
import { registerWorker } from "./update.js";
import { t } from "./words.js";

const { version, worker } = document.documentElement.dataset;
const places = new Map(); // where each screen was scrolled to
let shown = "";

const SCREENS = [
  [/^#\/door\/(.+)$/, householdView, openHousehold],
  [/^#\/new$/, newHouseholdView, openNewHousehold],
  [/^#\/outbox$/, () => outboxView({ send: sender.send, version }), () => {}],
  [/^/, listView, () => {}],
];
let screen = SCREENS[3];

const sender = createSender({
  database,
  address: "/api/v1/visits/batch",
  describe: () => ({ id: ui.device, name: deviceName(), app: version }),
  summarise: summary,
  onSession: meet,
  onState: (connection) => {
    ui.connection = connection;
    changed().then(paint, inTrouble);
  },
  onFault: inTrouble,
});

function draw() {
  if (ui.storage === "silent") return render(silentView(), document.getElementById("app"));
  render(badgeView(), document.getElementById("badge"));
  render(toldView(), document.getElementById(ui.told?.isError ? "alert" : "status"));
  render(nothing, document.getElementById(ui.told?.isError ? "status" : "alert"));
  render(html`${barsView()}${screen[1]()}`, document.getElementById("app"));
}

function silentView() {
  return html`<p class="notice is-error" role="alert">${t("storage_silent")}
    <button type="button" class="btn btn-primary" @click=${() => location.reload()}>${t("storage_retry")}</button></p>`;
}

function inTrouble(fault) {
  ui.storage = fault instanceof StorageSilent ? "silent" : isStorageFull(fault) ? "full" : "trouble";
  paint();
  console.error(fault);
}

/** To the screen that the address names: drawn, the heading in focus, scrolled to where it was. */
async function turn() {
  const { hash } = location;
  places.set(shown, scrollY);
  passTold();
  ui.fault = null;
  shown = hash;
  await load();
  screen = SCREENS.find(([pattern]) => pattern.test(hash));
  screen[2](decodeURIComponent(hash.match(screen[0])[1] ?? ""));
  draw();
  document.querySelector("#app h1")?.focus({ preventScroll: true });
  const isList = screen[1] === listView;
  scrollTo(0, isList ? (places.get(hash) ?? 0) : 0);
}

// What was said on the way here is read here; on the next screen it is old.
function passTold() {
  if (!ui.told) return;
  if (ui.told.isError || ui.told.isPassed) tell(null);
  else ui.told.isPassed = true;
}

async function wake() {
  if (hasSignedOut() && picture.user) await becomeUser(null);
  paint();
  sender.send();
}

async function start() {
  history.scrollRestoration = "manual";
  document.getElementById("app").replaceChildren(); // what the bare page says until here
  setPainter(draw);
  addEventListener("hashchange", () => turn().catch(inTrouble));
  addEventListener("online", sender.send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake().catch(inTrouble);
  });
  onOtherTabs(() => load().then(paint, inTrouble));
  onSaved(async () => {
    sender.send();
    ui.persisted = (await isPersistent()) || (await askPersistence());
  });
  registerWorker(worker).catch(() => {}); // without it the page works, but only with a connection
  ui.device = await deviceId(database);
  ui.persisted = await isPersistent();
  await turn();
  await wake();
}

start().catch(inTrouble);
