// The door: how many are inside, who came today, everybody out, the poster's test scan.
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { isAsking, paint, tell, ui } from "../offline/ui.js";
import { moment, t, time } from "../offline/words.js";
import { cameraView } from "./camera.js";
import { entryView, whyNotSaved } from "./entry.js";
import { startTest, testing } from "./scanning.js";
import { chooseVenue, picture, queueRow, venueHere } from "./store.js";
import { usbView } from "./usb.js";
import { insideNow, listOf, rowOfCheckOut } from "./visits.js";

const SOURCES = { card: t("row_card"), cccd: t("row_cccd"), bhyt: t("row_bhyt") };
let afterSave = () => {};
let onCode = () => {};

export function onDoor({ saved, scanned }) {
  afterSave = saved;
  onCode = scanned;
}

export function doorView() {
  const venue = venueHere();
  if (!venue) return nothingHere();
  return html`
    <h1 tabindex="-1">${venue.name}</h1>
    ${picture.venues.length > 1 ? choiceView(venue) : nothing}
    ${heedView(venue)}
    <div class="door">
      <div>
        ${insideView(venue)}
        <section class="panel"><h2>${t("scan")}</h2>${cameraView(onCode)}${usbView(onCode)}</section>
        ${entryView()}
        <p><a class="btn btn-outline-primary wide" href="#/paper">${t("paper")}</a></p>
      </div>
      <div>
        ${todayView(venue)}
        ${testView(venue)}
        <p><a class="btn btn-link" href="/venues/">${t("other_pages")}</a></p>
      </div>
    </div>`;
}

function nothingHere() {
  return html`
    <h1 tabindex="-1">${t("title")}</h1>
    <p class="panel">${whyNothing()}</p>`;
}

function whyNothing() {
  if (picture.today) return t("no_venue");
  return isAsking() ? t("loading") : t("desk_missing");
}

function choiceView(venue) {
  const choose = (event) => chooseVenue(Number(event.target.value)).then(paint);
  return html`
    <label class="form-label" for="venue">${t("venue")}</label>
    <select class="form-select mb-3" id="venue" @change=${choose}>
      ${picture.venues.map(({ id, name }) => html`<option value=${id} ?selected=${id === venue.id}>${name}</option>`)}
    </select>`;
}

// What the health station told the venue, and old posters that people still scan; a device may hold an older answer.
function heedView({ notices = [], old_posters: old = [] }) {
  return html`
    ${notices.map(({ told_at, from_at, until_at, text }) => html`
      <section class="panel" role="status">
        <h2 class="behind">${t("notice")}</h2>
        <p class="of">${moment(told_at)}</p>
        <p>${t("notice_when", { from: moment(from_at), until: moment(until_at) })}</p>
        <p><strong>${t("notice_do")}:</strong> ${text}</p>
      </section>`)}
    ${old.map(({ version, poster_label: label, times }) => html`
      <p class="notice is-care" role="status">${t("old_poster", { version, n: times })}
        ${label ? html`<strong>${label}</strong>` : nothing}</p>`)}`;
}

function insideView(venue) {
  const people = Math.max(0, insideNow(picture, venue));
  const isKnown = ui.connection === "online" && !picture.outbox.length;
  const { capacity } = venue;
  const look = !capacity || people < 0.8 * capacity ? "" : people < capacity ? "is-care" : "is-full";
  return html`
    <section class="panel inside ${look}" aria-live="polite">
      <h2>${t("inside")}</h2>
      <p class="figure mb-0"><span id="inside">${people}</span>
        ${capacity ? html`<small>${t("inside_of", { capacity })}</small>` : nothing}</p>
      ${look ? html`<p class="warning mb-0">${look === "is-full" ? t("full") : t("nearly_full")}</p>` : nothing}
      <p class="hint mb-0">${isKnown ? t("inside_hint") : t("as_known")}</p>
    </section>`;
}

function todayView(venue) {
  const visits = listOf(picture, venue);
  const { today } = picture;
  return html`
    <section class="panel">
      <div class="list-head"><h2>${t("today")}</h2>
        <button type="button" class="btn btn-outline-primary" @click=${() => everyoneOut(venue)}>
          ${t("everyone_left")}
        </button>
      </div>
      <p class="of">${today ? countOf(today) : t("unseen")}</p>
      ${today && !visits.length ? html`<p>${t("nobody_today")}</p>` : nothing}
      <ul class="rows visits">${repeat(visits, ({ id }) => id, (visit) => rowView(visit, venue))}</ul>
    </section>`;
}

function countOf({ count, visits }) {
  const all = t("today_n", { n: count });
  return count > visits.length ? `${all}. ${t("today_latest", { n: visits.length })}` : all;
}

function rowView(visit, venue) {
  const name = visit.name || SOURCES[visit.source];
  const gone = visit.isGone && t("gone_tag", { time: time(visit.presumed_left_at) });
  const marks = [visit.isUnsent && t("tag_unsent"), visit.isLeaving && t("left_tag"), gone].filter(Boolean).join(" · ");
  return html`
    <li>
      <span class="who"><strong>${name}</strong>${visit.companions ? html` +${visit.companions}` : nothing}<br>
        <span class="of">${[visit.phone, marks].filter(Boolean).join(" · ")}</span></span>
      <span class="num">${time(visit.entered_at)}${visit.left_at ? html` – ${time(visit.left_at)}` : nothing}</span>
      ${visit.left_at || visit.isLeaving || visit.isGone ? nothing : html`
        <button type="button" class="btn btn-outline-primary" aria-label=${t("leave_who", { name })}
          @click=${() => put(visit.id, venue, t("left", { name }))}>${t("leave")}</button>`}
    </li>`;
}

function everyoneOut(venue) {
  const { name } = venue;
  if (confirm(t("everyone_sure", { venue: name }))) put(null, venue, t("everyone_done", { venue: name }));
}

async function put(checkIn, venue, said) {
  try {
    await queueRow(rowOfCheckOut(checkIn, picture.user, venue));
    tell(said);
    afterSave();
  } catch (trouble) {
    tell(whyNotSaved(trouble), { isError: true });
  }
}

function testView(venue) {
  const { checked_at: at } = venue;
  return html`
    <section class="panel">
      <h2>${t("test_scan")}</h2>
      <p class=${at ? "good" : "care"} id="checked">${at ? t("test_done", { time: time(at) }) : t("test_open")}</p>
      <p class="of">${t("test_hint")}</p>
      ${testing() ? html`<p class="notice is-care" role="status">${t("test_show")}</p>` : nothing}
      <button type="button" class="btn btn-outline-primary wide" aria-pressed=${testing()} @click=${startTest}>
        ${testing() ? t("cancel") : t("test_start")}</button>
    </section>`;
}
