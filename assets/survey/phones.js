// The phones of a household: one big button a phone, one more tap for why Bluezone is missing.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { faultOn } from "../offline/ui.js";
import { t } from "../offline/words.js";
import { kindOf, newPhone } from "./visit.js";
import { REASONS } from "./words.js";

const KINDS = [
  ["installed", t("add_installed"), "good"],
  ["on_the_spot", t("add_on_the_spot"), "good"],
  ["missing", t("add_missing"), "care"],
  ["basic", t("add_basic"), ""],
];
const MOST = 20;

export function phonesView(phones, change) {
  const add = (kind) => change(() => phones.push(newPhone(kind)));
  return html`
    <fieldset class="panel">
      <legend class="h2">${t("phones")}</legend>
      <ol class="phones">${phones.map((phone, place) => phoneView(phones, phone, place, change))}</ol>
      <p class="of">${t("phones_hint")}</p>
      <div class="big-buttons">
        ${KINDS.map(([kind, label]) => html`
          <button type="button" class="big add" ?disabled=${phones.length >= MOST} @click=${() => add(kind)}>
            + ${label}
          </button>`)}
      </div>
    </fieldset>`;
}

function phoneView(phones, phone, place, change) {
  const n = place + 1;
  const [kind, label, look] = KINDS.find(([name]) => name === kindOf(phone));
  const remove = () => change(() => phones.splice(place, 1));
  const open = () => change(() => { phone.isOpen = !phone.isOpen; });
  return html`
    <li class="phone">
      <div class="phone-head">
        <span>
          <span class="visually-hidden">${t("phone_n", { n })}: </span><strong class=${look}>${label}</strong>
        </span>
        <button type="button" class="details" aria-expanded=${Boolean(phone.isOpen)} @click=${open}>
          ${t("owner_and_number")}
        </button>
        <button type="button" class="remove" aria-label=${t("remove_n", { n })} @click=${remove}>✕</button>
      </div>
      ${kind === "missing" ? reasonView(phone, place, change) : nothing}
      ${phone.isOpen ? detailsView(phone, place, change) : nothing}
    </li>`;
}

function reasonView(phone, place, change) {
  const chosen = REASONS.find(([value]) => value === phone.reason);
  const choose = (value) => change(() => { phone.reason = value; });
  if (chosen) {
    return html`
      <button type="button" class="reason" aria-pressed="true" @click=${() => choose("")}>${chosen[1]}</button>`;
  }
  return html`
    <div role="group" aria-labelledby="why-${place}">
      <p class="care why" id="why-${place}" tabindex="-1">${t("why_not")}</p>
      <div class="reasons">
        ${REASONS.map(([value, label]) => html`
          <button type="button" class="reason" aria-pressed="false" @click=${() => choose(value)}>${label}</button>`)}
      </div>
      ${faultOn(`why-${place}`)}
    </div>`;
}

function detailsView(phone, place, change) {
  const write = (name) => (event) => change(() => { phone[name] = event.target.value; });
  return html`
    <div class="of-phone">
      <label class="form-label" for="owner-${place}">${t("owner")}</label>
      <input class="form-control" id="owner-${place}" maxlength="100" autocomplete="off"
        .value=${live(phone.owner)} @input=${write("owner")}>
      ${faultOn(`owner-${place}`)}
      <label class="form-label" for="number-${place}">${t("number")}</label>
      <input class="form-control" id="number-${place}" type="tel" maxlength="30" autocomplete="off"
        .value=${live(phone.number)} @input=${write("number")}>
      ${faultOn(`number-${place}`)}
    </div>`;
}
