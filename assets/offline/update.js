// The service worker: registered here, and replaced only when the person asks for the new version.
import { paint, ui } from "./ui.js";

let hasAsked = false;
let prepare = async () => {};

/** `prepare()` is awaited before the page is replaced by a newer one. */
export async function registerWorker(address, beforeUpdate) {
  prepare = beforeUpdate;
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("controllerchange", () => hasAsked && location.reload());
  const registration = await serviceWorker.register(address, { updateViaCache: "none" });
  offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming.addEventListener("statechange", () => offer(registration.waiting));
  });
  const { active } = await serviceWorker.ready;
  if (!serviceWorker.controller) active.postMessage("claim");
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {}); // without a connection: later
  });
}

function offer(waiting) {
  if (!waiting || !navigator.serviceWorker.controller) return;
  ui.update = waiting;
  paint();
}

export async function takeUpdate() {
  hasAsked = true;
  await prepare();
  ui.update.postMessage("take over");
}
