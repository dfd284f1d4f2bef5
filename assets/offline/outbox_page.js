// The outbox: what waits, what the portal could not take, what it has, and how this phone stands.
import { html, nothing } from "lit-html";
import { isStorageFull } from "./database.js";
import { inOrder, needsAttention, setAside, tryAgain } from "./outbox.js";
import { download, exportOutbox, importOutbox, NotAnOutbox } from "./transfer.js";
import { tell, ui } from "./ui.js";
import { moment, STATUSES, t } from "./words.js";

const SHOWN = 100;

/**
 * `page`: {store, send, version, said(record, code): draws whom a row or a receipt is about, correct(row): the address
 * of the screen that corrects it or null, isRecord(record): whether an imported one can be drawn and sent, file: what the
 * name of an exported outbox begins with}.
 */
export function outboxView(page) {
  const { send } = page;
  const rows = inOrder(page.store.picture.outbox);
  const waiting = rows.filter((row) => !needsAttention(row));
  const isSending = ui.connection === "sending";
  return html`
    <div class="narrow mx-auto">
      <p class="back"><a href="#/">‹ ${t("back")}</a></p>
      <h1 tabindex="-1">${t("outbox")}</h1>
      ${rows.length ? nothing : emptyView(setAside(page.store.picture.receipts).length)}
      ${attentionView(rows.filter(needsAttention), page)}
      ${waitingView(waiting, page)}
      <div class="big-buttons actions">
        <button type="button" class="btn btn-primary" ?disabled=${isSending} @click=${send}>
          ${isSending ? t("sending") : t("send_now")}
        </button>
        <button type="button" class="btn btn-outline-primary" ?disabled=${!rows.length}
          @click=${() => save(rows, page)}>
          ${t("export")}
        </button>
      </div>
      <p class="of">${t("file_hint")}</p>
      <label class="form-label" for="import">${t("import")}</label>
      <input class="form-control" id="import" type="file" accept="application/json,.json"
        @change=${(event) => takeIn(event, page)}>
      ${receiptsView(page)}
      ${phoneView(page)}
    </div>`;
}

function emptyView(n) {
  const words = n ? t("set_aside", { n }) : t("outbox_empty");
  return html`<p class="panel ${n ? "care" : "good"}">${words}</p>`;
}

function waitingView(rows, { said }) {
  if (!rows.length) return nothing;
  return html`
    <section class="panel">
      <h2>${t("waiting")} (${rows.length})</h2>
      <ul class="rows">${rows.map((row) => html`<li class="waiting">${said(row.record, row.code)}</li>`)}</ul>
    </section>`;
}

function attentionView(rows, page) {
  if (!rows.length) return nothing;
  return html`
    <section class="panel attention">
      <h2 class="behind">${t("attention")} (${rows.length})</h2>
      <p>${t("attention_hint")}</p>
      <ul class="rows">${rows.map((row) => html`
        <li>
          ${page.said(row.record, row.code)}
          <ul class="errorlist">${sentences(row.errors).map((sentence) => html`<li>${sentence}</li>`)}</ul>
          <div class="pair">
            ${linkView(page.correct(row))}
            <button type="button" class="btn btn-outline-primary" @click=${() => again(row.uuid, page)}>
              ${t("send_again")}
            </button>
          </div>
        </li>`)}</ul>
    </section>`;
}

function linkView(address) {
  return address ? html`<a class="btn btn-primary" href=${address}>${t("correct")}</a>` : nothing;
}

// The portal answers {field: [sentence]}, nested for phones: the sentences are what a person needs.
function sentences(errors) {
  if (typeof errors === "string") return [errors];
  return Object.values(errors ?? {}).flatMap(sentences);
}

async function again(uuid, { store, send }) {
  await tryAgain(store.database, uuid);
  await store.changed();
  send();
}

function save(rows, { file }) {
  const today = new Date().toISOString().slice(0, 10);
  download(exportOutbox(ui.device, rows), `${file}-${today}.json`);
}

async function takeIn(event, { store, send, isRecord }) {
  const input = event.target;
  try {
    const counts = await importOutbox(store.database, await input.files[0].text(), isRecord);
    await store.changed();
    tell(t("imported", counts));
    send();
  } catch (fault) {
    tell(whyNot(fault), { isError: true });
  }
  input.value = "";
}

function whyNot(fault) {
  if (fault instanceof NotAnOutbox) return t("import_bad");
  return isStorageFull(fault) ? t("not_saved_full") : t("not_saved");
}

function receiptsView({ store, said }) {
  const receipts = store.picture.receipts.filter((receipt) => !receipt.isBare);
  const newest = receipts.slice().sort((a, b) => Date.parse(b.received_at) - Date.parse(a.received_at)).slice(0, SHOWN);
  return html`
    <section class="panel sent">
      <h2>${t("sent_visits")}</h2>
      ${receipts.length ? nothing : html`<p>${t("sent_none")}</p>`}
      ${receipts.length > SHOWN
        ? html`<p class="of">${t("sent_latest", { n: SHOWN, all: receipts.length })}</p>`
        : nothing}
      <ul class="rows">${newest.map((receipt) => html`
        <li data-status=${receipt.status}>${said(receipt, receipt.code)}<br>
          <span class=${receipt.status === "accepted" ? "good" : "care"}>${STATUSES.get(receipt.status)}</span>
          <span class="of">${moment(receipt.received_at)}</span></li>`)}</ul>
    </section>`;
}

function phoneView({ store: { picture }, version }) {
  return html`
    <section class="panel">
      <h2>${t("this_phone")}</h2>
      <dl>
        <dt>${t("last_contact")}</dt><dd>${picture.contact ? moment(picture.contact) : t("never")}</dd>
        <dt>${t("device")}</dt><dd><code>${ui.device}</code></dd>
        <dt>${t("version")}</dt><dd><code>${version}</code></dd>
      </dl>
      ${ui.persisted === null ? nothing : html`<p>${ui.persisted ? t("persistent") : t("not_persistent")}</p>`}
    </section>`;
}
