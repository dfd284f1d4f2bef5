// What all screens share: how the page stands, what it tells the person, how it is painted.
import { html, nothing } from "lit-html";

/** connection: "unknown", "sending", "online", "offline", "signed_out". told: {text, isError, more} or null; `more()`
 * draws what stands beside the text. fault: {text, field} of a form, said beside its field. */
export const ui = {
  connection: "unknown",
  told: null,
  fault: null,
  storage: "ok",
  update: null,
  persisted: null,
  device: "",
};

/** Whether the page is still at its first question: what is missing may come yet. */
export function isAsking() {
  return ["unknown", "sending"].includes(ui.connection);
}

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

/** What is wrong with a field: said beside it, and the field in focus. */
export function point(fault) {
  ui.fault = fault;
  paint();
  queueMicrotask(() => document.getElementById(fault.field)?.focus());
}

export function faultOn(field) {
  return ui.fault?.field === field ? html`<p class="fault" role="alert">${ui.fault.text}</p>` : nothing;
}

/** Goes to another screen. */
export function go(hash) {
  if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}
