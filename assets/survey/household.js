// One household on one screen: what happened at the door, members, phones, note, save.
import { html, nothing } from "lit-html";
import { isStorageFull } from "../offline/database.js";
import { fieldView, stepperView } from "../offline/fields.js";
import { BeingSent } from "../offline/outbox.js";
import { faultOn, go, paint, point, tell, ui } from "../offline/ui.js";
import { t } from "../offline/words.js";
import { knownOf, placeOf } from "./list.js";
import { whoView } from "./new_household.js";
import { phonesView } from "./phones.js";
import { discardDraft, findDoor, keepDraft, picture, queueVisit } from "./store.js";
import { doorOf } from "./doors.js";
import { blankDraft, draftKey, draftOf, faultOf, MEMBERS_MOST, rowOf } from "./visit.js";
import { OUTCOMES } from "./words.js";

let door = null;
let draft = null;
let isKept = false;
let isSaving = false;
let afterSave = () => {};

export function onSaved(callback) {
  afterSave = callback;
}

/** Opens a door: its draft, else its visit that still waits, else a blank form. */
export function openHousehold(key) {
  door = findDoor(key) ?? null;
  const { user } = picture;
  if (!door || !user) return;
  const kept = picture.drafts.find((one) => one.key === draftKey(user, door));
  const mine = picture.outbox.filter(({ record }) => record.surveyor === user.id && doorOf(record) === door.key);
  isKept = Boolean(kept);
  draft = kept ?? (mine.length ? draftOf(mine[mine.length - 1], user, door) : blankDraft(user, door));
}

export function householdView() {
  if (!door || !picture.user || draft.user !== picture.user.id) {
    return html`<h1 tabindex="-1">${t("household_gone")}</h1><p><a href="#/">${t("back")}</a></p>`;
  }
  const isCompleted = draft.outcome === "completed";
  return html`
    <form class="narrow mx-auto" novalidate @submit=${save}>
      <p class="back"><a href="#/">‹ ${t("back")}</a></p>
      <h1 tabindex="-1">${door.head}</h1>
      <p class="of">${[door.code, placeOf(door)].filter(Boolean).join(" · ")}</p>
      ${draft.replaces ? html`<p class="notice is-care">${t("correcting")}</p>` : nothing}
      ${!draft.replaces && door.state !== "unvisited"
        ? html`<p class="of">${t("last_known", { what: knownOf(door) })}</p>`
        : nothing}
      ${outcomeView()}
      ${isCompleted ? html`${membersView()}${phonesView(draft.phones, change)}` : nothing}
      ${isUnknown() ? html`<div class="panel">${whoView(draft.new_household, writeWho)}</div>` : nothing}
      <div class="panel">
        ${fieldView({ id: "note", label: t("note"), value: draft.note, write: writeNote, most: 300 })}
      </div>
      <p class="of kept">
        ${isKept
          ? html`${t("draft_kept")}
            <button type="button" class="btn btn-link" @click=${discard}>${t("discard")}</button>`
          : nothing}
      </p>
      <div class="save-bar">
        <button class="btn btn-primary btn-lg wide" ?disabled=${isSaving}>${t("save")}</button>
      </div>
    </form>`;
}

function outcomeView() {
  const choose = (value) => change(() => { draft.outcome = value; });
  return html`
    <fieldset class="panel">
      <legend class="h2">${t("outcome")}</legend>
      <div class="big-buttons">
        ${OUTCOMES.map(([value, label]) => html`
          <button type="button" class="big" id="outcome-${value}" aria-pressed=${draft.outcome === value}
            @click=${() => choose(value)}>${label}</button>`)}
      </div>
      ${faultOn("outcome-completed")}
    </fieldset>`;
}

// A household that no visit has brought to the portal yet: its name can still be mended.
function isUnknown() {
  const uuid = draft.new_household?.uuid;
  return Boolean(uuid) && !picture.receipts.some(({ new_household }) => new_household?.uuid === uuid);
}

const writeWho = (name, value) => change(() => { draft.new_household = { ...draft.new_household, [name]: value }; });
const writeNote = (text) => change(() => { draft.note = text; });

function membersView() {
  const write = (value) => change(() => { draft.members = value; });
  const { members: value } = draft;
  return html`<div class="panel">
    ${stepperView({ id: "members", label: t("members"), value, write, least: 1, most: MEMBERS_MOST })}</div>`;
}

// Every change is on the disk before anything else is asked.
function change(work) {
  work();
  ui.fault = null;
  paint();
  keepDraft(draft).then(draftIsKept, draftIsNotKept);
}

function draftIsKept() {
  if (ui.told?.isError) tell(null);
  isKept = true;
  paint();
}

function draftIsNotKept(fault) {
  isKept = false;
  tell(isStorageFull(fault) ? t("draft_not_kept_full") : t("draft_not_kept"), { isError: true });
}

async function discard() {
  if (!confirm(t("discard_sure"))) return;
  await discardDraft(draft.key);
  go("#/");
}

async function save(event) {
  event.preventDefault();
  const fault = faultOf(draft);
  if (fault?.phone) fault.phone.isOpen = true;
  if (fault) return point(fault);
  if (isSaving) return;
  isSaving = true;
  paint();
  try {
    await queueVisit(rowOf(draft), { replaces: draft.replaces, draft: draft.key });
    const { key } = door;
    tell(t("saved", { name: draft.new_household?.head ?? door.head }), { more: () => correctView(key) });
    go("#/");
    afterSave();
  } catch (trouble) {
    tell(whyNotSaved(trouble), { isError: true });
  } finally {
    isSaving = false;
    paint();
  }
}

function correctView(key) {
  return findDoor(key)?.isUnsent ? html`<a class="btn btn-light" href="#/door/${key}">${t("correct")}</a>` : nothing;
}

function whyNotSaved(trouble) {
  if (trouble instanceof BeingSent) return t("being_sent");
  return isStorageFull(trouble) ? t("not_saved_full") : t("not_saved");
}
