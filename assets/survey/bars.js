// What stands above every screen: how the page is connected, where it runs, what it has to tell.
import { html, nothing } from "lit-html";
import { findDoor, paint, tell, ui } from "./app.js";
import { picture } from "./store.js";
import { isInApp, wantsHomeScreen } from "./surroundings.js";
import { takeUpdate } from "./update.js";
import { t } from "./words.js";

const SIGN_IN = "/login/?next=/survey/";

export function barsView() {
  return html`
    ${isInApp ? html`<p class="notice is-error">${t("in_app")}</p>` : nothing}
    ${homeScreenView()}
    ${ui.storage === "trouble" ? html`<p class="notice is-error">${t("storage_trouble")}</p>` : nothing}
    ${ui.storage === "full" ? html`<p class="notice is-error">${t("storage_full")}</p>` : nothing}
    ${ui.update ? html`<p class="notice is-care with-button">${t("update_ready")}
      <button type="button" class="btn btn-primary" @click=${takeUpdate}>${t("update")}</button></p>` : nothing}
    ${connectionView()}
    ${picture.user && !picture.user.can_survey ? html`<p class="notice is-care">${t("cannot_survey")}</p>` : nothing}`;
}

function connectionView() {
  const n = picture.outbox.length;
  if (ui.connection === "offline") return html`<p class="notice is-care" role="status">${t("offline")}</p>`;
  if (ui.connection !== "signed_out") return nothing;
  const words = n ? t("sign_in_to_send", { n }) : t("sign_in_to_refresh");
  return html`<p class="notice is-error"><a class="btn btn-primary wide" href=${SIGN_IN}>${words}</a></p>`;
}

let isUnderstood = false;

function homeScreenView() {
  if (!wantsHomeScreen || isUnderstood) return nothing;
  const understand = () => {
    isUnderstood = true;
    paint();
  };
  return html`<p class="notice is-care with-button">${t("ios_install")}
    <button type="button" class="btn btn-outline-primary" @click=${understand}>${t("understood")}</button></p>`;
}

/** The last message. It follows the scrolling: a person far down the list sees that the visit was saved. */
export function toldView() {
  const { told } = ui;
  if (!told) return nothing;
  const door = told.door && findDoor(told.door);
  return html`
    <div class="told ${told.isError ? "is-error" : ""}">
      <span>${told.isError ? nothing : "✓ "}${told.text}</span>
      ${door?.isUnsent ? html`<a class="btn btn-light" href="#/door/${told.door}">${t("correct")}</a>` : nothing}
      <button type="button" class="btn btn-light" aria-label=${t("understood")} @click=${() => tell(null)}>✕</button>
    </div>`;
}

export function badgeView() {
  const n = picture.outbox.length;
  return html`<a class="badge-link ${n ? "has-some" : ""}" href="#/outbox">${t("outbox_n", { n })}</a>`;
}
