// One visitor: typed, from a card, or from paper with the time that stands there.
import { html, nothing } from "lit-html";
import { isStorageFull } from "../offline/database.js";
import { fieldView, stepperView } from "../offline/fields.js";
import { BeingSent } from "../offline/outbox.js";
import { isBetween, isName, isPhone } from "../offline/people.js";
import { go, paint, point, tell, ui } from "../offline/ui.js";
import { t } from "../offline/words.js";
import { picture, queueRow, venueHere } from "./store.js";
import { blankEntry, COMPANIONS_MOST, entryOf, maskName, rowOfEntry } from "./visits.js";

const CARDS = { card: t("visitor_card"), cccd: t("cccd"), bhyt: t("bhyt") };
let entry = blankEntry();
let isSaving = false;
let afterSave = () => {};
let readScanned = () => false;

/** `scanned(text)` takes what a USB scanner typed into the name, and says whether it was a code. */
export function onEntered({ saved, scanned }) {
  afterSave = saved;
  readScanned = scanned;
}

export function openEntry(opened = blankEntry()) {
  entry = opened;
  ui.fault = null;
  paint();
}

/** Still the same card while its lookup was on its way: what the portal said of it stands beside it. */
export function answerEntry(uuid, known) {
  if (entry.uuid === uuid) entry.known = known;
  paint();
}

/** Back at the door: what was begun for paper is not for whoever comes in now. */
export function leavePaper() {
  if (entry.day !== undefined) openEntry();
}

function isBlank() {
  return entry.source === "typed" && !entry.name && !entry.phone && !entry.replaces;
}

/** A paper row, of the sheet's day, or with a UUID the rejected row that is corrected. */
export function openPaper(uuid = "", sheetDay = "") {
  const row = picture.outbox.find((waiting) => waiting.uuid === uuid);
  const opened = row?.record.kind === "check_in" ? entryOf(row) : { ...blankEntry(), source: "paper" };
  const [day, time_in] = local(opened.entered_at);
  const time_out = opened.left_at ? local(opened.left_at)[1] : "";
  openEntry({ ...opened, day: sheetDay || day, time_in: opened.entered_at ? time_in : "", time_out });
}

// Day and time in Vietnam, which has no summer time.
function local(iso = new Date().toISOString()) {
  return new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 16).split("T");
}

const write = (name) => (value) => {
  entry[name] = value;
  ui.fault = null;
  paint();
};

export function entryView() {
  return html`
    <form class="panel entry" novalidate @submit=${save}>
      <h2 class=${entry.card ? "is-card" : ""}>${CARDS[entry.source] ?? t("by_hand")}</h2>
      ${entry.card ? cardView() : typedView()}
      ${companionsView()}
      <div class="big-buttons actions">
        <button class="btn btn-primary btn-lg" ?disabled=${isSaving}>${t("check_in")}</button>
        <button type="button" class="btn btn-outline-primary" ?disabled=${isBlank()} @click=${() => openEntry()}>
          ${t("cancel")}
        </button>
      </div>
    </form>`;
}

function typedView() {
  return html`
    ${fieldView({ id: "name", label: t("name"), value: entry.name, write: write("name"), most: 300 })}
    ${phoneView(t("phone_hint"))}`;
}

function phoneView(hint) {
  const tel = { type: "tel", mode: "tel", most: 40, describedBy: "phone-hint" };
  return html`
    ${fieldView({ id: "phone", label: t("phone"), value: entry.phone, write: write("phone"), ...tel })}
    <p class="of" id="phone-hint">${hint}</p>`;
}

function cardView() {
  const { card, known } = entry;
  const name = known?.name || (card.name ? maskName(card.name) : "");
  const isAsked = card.kind !== "card" && !known?.phone;
  return html`
    ${name ? html`<p class="who"><strong>${name}</strong></p>` : nothing}
    ${known?.phone ? html`<p>${t("phone_known", { phone: known.phone })}</p>` : nothing}
    ${known || isAsked ? nothing : html`<p class="of">${t("card_offline")}</p>`}
    ${isAsked ? phoneView(t("phone_once")) : nothing}`;
}

function companionsView() {
  const { companions: value } = entry;
  const range = { least: 0, most: COMPANIONS_MOST };
  return stepperView({ id: "companions", label: t("companions"), value, write: write("companions"), ...range });
}

function titleOf({ replaces, source }) {
  if (!replaces) return t("paper");
  return source === "paper" ? t("correct_paper") : t("correct_visit");
}

export function paperView() {
  const when = (id, label, type) => html`
    <div>${fieldView({ id, label, value: entry[id] ?? "", write: write(id), type })}</div>`;
  return html`
    <form class="narrow mx-auto" novalidate @submit=${save}>
      <p class="back"><a href="#/">‹ ${t("back")}</a></p>
      <h1 tabindex="-1">${titleOf(entry)}</h1>
      <p class="of">${entry.replaces ? t("correcting") : t("paper_hint")}</p>
      <div class="panel">
        ${typedView()}
        <div class="times">
          ${when("day", t("day"), "date")}
          ${when("time_in", t("time_in"), "time")}
          ${when("time_out", t("time_out"), "time")}
        </div>
        ${companionsView()}
      </div>
      <div class="save-bar">
        <button class="btn btn-primary btn-lg wide" ?disabled=${isSaving}>${t("check_in")}</button>
      </div>
    </form>`;
}

// {text, field} of what is wrong, or null. The phone is asked of cards that carry none, but nobody is turned away.
function faultOf() {
  const { name, phone, card } = entry;
  if (!card && !isName(name)) return { text: name.trim() ? t("need_letters") : t("need_name"), field: "name" };
  if (phone.trim() && !isPhone(phone)) return { text: t("need_phone"), field: "phone" };
  const most = COMPANIONS_MOST;
  if (!isBetween(entry.companions, 0, most)) return { text: t("need_companions", { most }), field: "companions" };
  return entry.day === undefined ? null : faultOfTimes();
}

function faultOfTimes() {
  const { day, time_in, time_out } = entry;
  if (!day || !time_in) return { text: t("need_time"), field: day ? "time_in" : "day" };
  const [entered, left] = [time_in, time_out].map((time) => (time ? new Date(`${day}T${time}:00+07:00`) : null));
  if (Math.max(entered, left) > Date.now()) return { text: t("need_past"), field: "time_in" };
  const days = picture.retention;
  if (Date.now() - entered > days * 86_400_000) return { text: t("need_recent", { days }), field: "day" };
  if (left && left < entered) return { text: t("need_order"), field: "time_out" };
  Object.assign(entry, { entered_at: entered.toISOString(), left_at: left?.toISOString() ?? null });
  return null;
}

async function save(event) {
  event.preventDefault();
  tell(null); // that the one before was saved says nothing of this one
  if (!entry.card && readScanned(entry.name)) return;
  const fault = faultOf();
  if (fault) return point(fault);
  if (isSaving) return;
  isSaving = true;
  paint();
  await store();
  isSaving = false;
  paint();
}

async function store() {
  const { replaces, day, known, name } = entry;
  try {
    await queueRow(rowOfEntry(entry, picture.user, venueHere()), { replaces });
    tell(t("checked_in", { name: known?.name || (name ? maskName(name) : t("visitor_card")) }));
    if (replaces) go("#/outbox");
    else if (day) openPaper("", day);
    else openEntry();
    afterSave();
  } catch (trouble) {
    tell(whyNotSaved(trouble), { isError: true });
  }
}

/** Why a row could not be queued, in words. */
export function whyNotSaved(trouble) {
  if (trouble instanceof BeingSent) return t("being_sent");
  return isStorageFull(trouble) ? t("not_saved_full") : t("not_saved");
}
