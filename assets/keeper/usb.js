// A USB scanner types a line and presses Enter: into its own field, or anywhere on the page.
import { html } from "lit-html";
import { t } from "../offline/words.js";

const PAUSE_MS = 1000; // begins a new line; shorter ones a slow scanner makes too, and half a card reads as a poster
const SHORTEST = 8;
const FIELDS = "input, textarea, select";

export function usbView(onCode) {
  const read = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { value } = event.target;
    event.target.value = "";
    if (value.trim()) onCode(value);
  };
  return html`
    <label class="form-label" for="usb">${t("usb")}</label>
    <input class="form-control" id="usb" autocomplete="off" autocapitalize="off" spellcheck="false"
      placeholder=${t("usb_hint")} @keydown=${read}>`;
}

/** Lines typed while no field has the cursor. */
export function hearKeystrokes(onCode) {
  let typed = "";
  let last = -Infinity;
  addEventListener("keydown", (event) => {
    if (event.target.matches?.(FIELDS) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.timeStamp - last > PAUSE_MS) typed = "";
    last = event.timeStamp;
    if (event.key.length === 1) typed += event.key;
    if (event.key !== "Enter" || typed.trim().length < SHORTEST) return; // spaces press buttons
    event.preventDefault(); // a button in focus is not meant
    onCode(typed);
    typed = "";
  }, true);
}
