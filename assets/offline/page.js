// An offline page: starts, draws its screens, sends when it can.
import { html, nothing, render } from "lit-html";
import { badgeView, barsView, toldView } from "./bars.js";
import { isStorageFull, StorageSilent } from "./database.js";
import { deviceId, deviceName } from "./device.js";
import { createSender } from "./sender.js";
import { askPersistence, hasSignedOut, isPersistent } from "./surroundings.js";
import { paint, setPainter, tell, ui } from "./ui.js";
import { registerWorker } from "./update.js";
import { t } from "./words.js";

const { version, worker } = document.documentElement.dataset;

/**
 * `screens`: [pattern of the hash, view, open(what the pattern caught)], the last of them home. `address` takes the
 * batches, `summarise(row)` says what a receipt keeps, `meet(session)` is awaited before anything is sent, `right` is
 * what of the user lets one work here, `afterState(name)` hears how the connection stands, `beforeUpdate()` is awaited
 * before a newer version comes.
 */
export function createPage(options) {
  const { store, screens, address, summarise, meet, right } = options;
  const { afterState = () => {}, beforeUpdate = async () => {} } = options;
  const home = screens[screens.length - 1];
  const places = new Map(); // where each screen was scrolled to
  let shown = "";
  let screen = home;

  const sender = createSender({
    database: store.database,
    address,
    describe: () => ({ id: ui.device, name: deviceName(), app: version }),
    summarise,
    onSession: meet,
    onState: (connection) => {
      ui.connection = connection;
      store.changed().then(paint, inTrouble);
      afterState(connection);
    },
    onSetAside: (n) => tell(t("set_aside", { n }), { isError: true }),
    onFault: inTrouble,
  });

  function draw() {
    if (ui.storage === "silent") return render(silentView(), document.getElementById("app"));
    render(badgeView(store.picture.outbox.length), document.getElementById("badge"));
    render(toldView(), document.getElementById(ui.told?.isError ? "alert" : "status"));
    render(nothing, document.getElementById(ui.told?.isError ? "status" : "alert"));
    render(html`${barsView(store.picture, right)}${screen[1]()}`, document.getElementById("app"));
  }

  function silentView() {
    const again = () => location.reload();
    return html`<p class="notice is-error" role="alert">${t("storage_silent")}
      <button type="button" class="btn btn-primary" @click=${again}>${t("storage_retry")}</button></p>`;
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
    await store.load();
    screen = screens.find(([pattern]) => pattern.test(hash));
    screen[2]?.(decodeURIComponent(hash.match(screen[0])[1] ?? ""));
    draw();
    document.querySelector("#app h1")?.focus({ preventScroll: true });
    scrollTo(0, screen === home ? (places.get(hash) ?? 0) : 0);
  }

  // What was said on the way here is read here; on the next screen it is old.
  function passTold() {
    if (!ui.told) return;
    if (ui.told.isError || ui.told.isPassed) tell(null);
    else ui.told.isPassed = true;
  }

  async function wake() {
    if (hasSignedOut() && store.picture.user) await store.becomeUser(null);
    paint();
    sender.send();
  }

  /** After something was saved: it is sent, and the browser is asked to keep what waits. */
  async function saved() {
    sender.send();
    ui.persisted = (await isPersistent()) || (await askPersistence());
  }

  // Any other page would be the browser's own, which says that there is no connection and leads nowhere.
  function stayOffline(event) {
    const isOffline = ui.connection === "offline" || !navigator.onLine;
    if (!isOffline || !event.target.closest("a[href^='/']")) return;
    event.preventDefault();
    tell(t("stay_here"), { isError: true });
  }

  async function begin() {
    history.scrollRestoration = "manual";
    document.getElementById("app").replaceChildren(); // what the bare page says until here
    setPainter(draw);
    addEventListener("hashchange", () => turn().catch(inTrouble));
    addEventListener("online", sender.send);
    document.addEventListener("click", stayOffline);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") wake().catch(inTrouble);
    });
    store.onOtherTabs(() => store.load().then(paint, inTrouble));
    registerWorker(worker, beforeUpdate).catch(() => {}); // without it the page works, but only with a connection
    ui.device = await deviceId(store.database);
    ui.persisted = await isPersistent();
    await turn();
    await wake();
  }

  return { store, version, send: sender.send, saved, start: () => begin().catch(inTrouble) };
}
