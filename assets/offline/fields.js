// Fields that every offline form has.
import { html } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { faultOn } from "./ui.js";
import { t } from "./words.js";

/** `write(value)` hears every change. */
export function fieldView({ id, label, value, write, most = 100, type = "text", mode = "", describedBy = "" }) {
  return html`
    <label class="form-label" for=${id}>${label}</label>
    <input class="form-control" id=${id} type=${type} maxlength=${most} inputmode=${mode} autocomplete="off"
      aria-describedby=${describedBy} .value=${live(String(value))} @input=${(event) => write(event.target.value)}>
    ${faultOn(id)}`;
}

/** A number with a button for one fewer and one more. */
export function stepperView({ id, label, value, write, least, most }) {
  const step = (by) => write(Math.min(most, Math.max(least, (Number(value) || 0) + by)));
  return html`
    <div class="stepper">
      <label for=${id}>${label}</label>
      <button type="button" class="step" aria-label=${t("fewer")} @click=${() => step(-1)}>−</button>
      <input class="form-control" id=${id} inputmode="numeric" autocomplete="off" .value=${live(String(value))}
        @input=${(event) => write(event.target.value)}>
      <button type="button" class="step" aria-label=${t("more")} @click=${() => step(1)}>+</button>
      ${faultOn(id)}
    </div>`;
}
