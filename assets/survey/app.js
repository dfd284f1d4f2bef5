// What all screens share: how the page stands, what it tells the person, how it is painted.
import { picture } from "./store.js";

/** connection: "unknown", "sending", "online", "offline", "signed_out". told: {text, isError, door} or null. */
export const ui = { connection: "unknown", told: null, storage: "ok", update: null, persisted: null, device: "" };

let painter = () => {};
let isDue = false;

export function setPainter(draw) {
  painter = draw;
}

/** Paints once for all changes of this turn. */
export function paint() {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    painter();
  });
}

export function tell(text, { isError = false, door = null } = {}) {
  ui.told = text ? { text, isError, door } : null;
  paint();
}

/** Goes to another screen. */
export function go(hash) {
  if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}

export function findDoor(key) {
  return picture.doors.find((door) => String(door.key) === String(key));
}
