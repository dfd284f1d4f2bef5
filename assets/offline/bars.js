// What stands above every screen: how the page is connected, where it runs, what it has to tell.
import { html, nothing } from "lit-html";
import { needsAttention } from "./outbox.js";
import { isInApp, wantsHomeScreen } from "./surroundings.js";
import { paint, tell, ui } from "./ui.js";
import { takeUpdate } from "./update.js";
import { t } from "./words.js";

/** `right`: what of `picture.user` lets a person work here. */
export function barsView(picture, right) {
  return html`
    ${isInApp ? html`<p class="notice is-error">${t("in_app")}</p>` : nothing}
    ${homeScreenView()}
    ${ui.storage === "trouble" ? html`<p class="notice is-error">${t("storage_trouble")}</p>` : nothing}
    ${ui.storage === "full" ? html`<p class="notice is-error">${t("storage_full")}</p>` : nothing}
    ${ui.update ? html`<p class="notice is-care with-button">${t("update_ready")}
      <button type="button" class="btn btn-primary" @click=${takeUpdate}>${t("update")}</button></p>` : nothing}
    ${connectionView(picture.outbox.length)}
    ${attentionView(picture.outbox.filter(needsAttention).length)}
    ${picture.user && !picture.user[right] ? html`<p class="notice is-care">${t("may_not")}</p>` : nothing}`;
}

function connectionView(n) {
  if (ui.connection === "offline") return html`<p class="notice is-care" role="status">${t("offline")}</p>`;
  if (ui.connection !== "signed_out") return nothing;
  const words = n ? t("sign_in_to_send", { n }) : t("sign_in_to_refresh");
  const signIn = `/login/?next=${location.pathname}`;
  return html`<p class="notice is-error"><a class="btn btn-primary wide" href=${signIn}>${words}</a></p>`;
}

// The row looks saved where it was typed; only the outbox says why the portal refused it.
function attentionView(n) {
  if (!n || location.hash === "#/outbox") return nothing;
  return html`<p class="notice is-error" role="status"><a href="#/outbox">${t("attention_n", { n })}</a></p>`;
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
  return html`
    <div class="told ${told.isError ? "is-error" : ""}">
      <span>${told.isError ? nothing : "✓ "}${told.text}</span>
      ${told.more()}
      <button type="button" class="btn btn-light" aria-label=${t("understood")} @click=${() => tell(null)}>✕</button>
    </div>`;
}

export function badgeView(n) {
  return html`<a class="badge-link ${n ? "has-some" : ""}" href="#/outbox">${t("outbox_n", { n })}</a>`;
}
