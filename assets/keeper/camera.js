// The camera in the page: every QR code held before it is told once. Pictures are looked at and forgotten.
import { html, nothing } from "lit-html";
import { paint, tell } from "../offline/ui.js";
import { t } from "../offline/words.js";

const PAUSE_MS = 60;
const WANTED = { facingMode: "environment", width: { ideal: 1280 } };
const MISSING = ["NotFoundError", "OverconstrainedError", "TypeError"]; // TypeError: plain http has no cameras
const SAME_MS = 4_000; // a card held still is one scan
const { scanner, wasm } = document.documentElement.dataset;
const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
const told = { text: "", at: -Infinity };
let detector = null;
let stream = null;
let isWanted = false;

/** The browser's own reader where it has one, else ours, fetched once and kept by the service worker. */
export function prepareDetector() {
  detector ??= makeDetector().catch((fault) => {
    detector = null;
    throw fault;
  });
  return detector;
}

async function makeDetector() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  if (formats.includes("qr_code")) return new globalThis.BarcodeDetector({ formats: ["qr_code"] });
  const { createDetector } = await import(scanner);
  return createDetector(wasm);
}

export function cameraView(onCode) {
  const isOn = Boolean(stream);
  video.ariaLabel = t("camera_picture");
  return html`
    ${isOn ? html`<div class="camera">${video}</div><p class="of">${t("camera_hint")}</p>` : nothing}
    <button type="button" class="btn btn-outline-primary wide" aria-pressed=${isWanted}
      @click=${() => (isWanted ? close() : open(onCode))}>
      ${isWanted ? t("camera_off") : t("camera_on")}
    </button>`;
}

async function open(onCode) {
  isWanted = true;
  paint();
  try {
    const coming = prepareDetector();
    stream = await navigator.mediaDevices.getUserMedia({ video: WANTED });
    video.srcObject = stream;
    await video.play();
    const reader = await coming;
    paint();
    look(reader, stream, onCode);
  } catch (fault) {
    close();
    tell(whyNot(fault), { isError: true });
  }
}

/** The camera goes dark; also when the page is left. */
export function close() {
  isWanted = false;
  stream?.getTracks().forEach((track) => track.stop());
  stream = video.srcObject = null;
  paint();
}

function whyNot(fault) {
  if (fault?.name === "NotAllowedError") return t("camera_denied");
  return MISSING.includes(fault?.name) ? t("camera_missing") : t("camera_broken");
}

async function look(reader, ofStream, onCode) {
  while (stream === ofStream) {
    const codes = await reader.detect(video).catch(() => []);
    if (codes.length) hear(codes[0].rawValue, onCode);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function hear(text, onCode) {
  const isSame = told.text === text && performance.now() - told.at < SAME_MS;
  Object.assign(told, { text, at: performance.now() });
  if (isSame) return;
  navigator.vibrate?.(60);
  onCode(text);
}
