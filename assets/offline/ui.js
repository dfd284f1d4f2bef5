// What all screens share: how the page stands, what it tells the person, how it is painted.
/** connection: "unknown", "sending", "online", "offline", "signed_out". told: {text, isError, more} or null; `more()` draws what stands beside the text. */
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

export function tell(text, { isError = false, more = () => "" } = {}) {
  ui.told = text ? { text, isError, more } : null;
  paint();
}

/** Goes to another screen. */
export function go(hash) {
  if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}
