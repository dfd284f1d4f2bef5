// The camera in the page: every QR code held before it is told once. Pictures are looked at and forgotten.
import { html, nothing } from "lit-html";
import { paint, tell } from "../offline/ui.js";
import { t } from "../offline/words.js";

const PAUSE_MS = 60;
const WANTED = { facingMode: "environment", width: { ideal: 1280 } };
const MISSING = ["NotFoundError", "OverconstrainedError"];
const SAME_MS = 4_000; // a card held still is one scan
const { scanner, wasm } = document.documentElement.dataset;
const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
const told = { text: "", at: -Infinity };
let detector = null;
let stream = null;
let isWanted = false;

function prepareDetector() {
  detector ??= makeDetector().catch((fault) => {
    detector = null;
    throw fault;
  });
  return detector;
}

async function hasOwnReader() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  return formats.includes("qr_code");
}

// The browser's own reader where it has one, else ours.
async function makeDetector() {
  if (await hasOwnReader()) return new globalThis.BarcodeDetector({ formats: ["qr_code"] });
  const { createDetector } = await import(scanner);
  return createDetector(wasm);
}

/** Where the browser has no reader, the service worker gets ours while there is a connection. */
export async function keepReader() {
  const { serviceWorker } = navigator;
  if (!serviceWorker || (await hasOwnReader())) return;
  await serviceWorker.ready;
  if (!serviceWorker.controller) {
    await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  }
  await Promise.all([scanner, wasm].map((address) => fetch(address)));
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
  const isMissing = !navigator.mediaDevices || MISSING.includes(fault?.name); // plain http has no cameras
  return isMissing ? t("camera_missing") : t("camera_broken");
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
