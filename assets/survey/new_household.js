// A household found at the door that is on no list: who and where, then its visit.
import { html, nothing } from "lit-html";
import { newUuid } from "../offline/device.js";
import { fieldView } from "../offline/fields.js";
import { isStorageFull } from "../offline/database.js";
import { isBetween } from "../offline/people.js";
import { faultOn, go, paint, point, tell } from "../offline/ui.js";
import { t } from "../offline/words.js";
import { newDoor } from "./doors.js";
import { keepDraft, load, picture } from "./store.js";
import { blankDraft, faultOfHead, MEMBERS_MOST } from "./visit.js";

let made = null;

export function openNewHousehold() {
  const [only] = picture.villages.length === 1 ? picture.villages : [];
  made = { uuid: newUuid(), village: only?.id ?? null, group: null, head: "", alley: "", house: "", members: 1 };
}

export function newHouseholdView() {
  if (!picture.user) return html`<h1 tabindex="-1">${t("new_title")}</h1><p class="panel">${t("list_missing")}</p>`;
  const village = picture.villages.find(({ id }) => id === made.village);
  return html`
    <form class="narrow mx-auto" novalidate @submit=${goOn}>
      <p class="back"><a href="#/">‹ ${t("back")}</a></p>
      <h1 tabindex="-1">${t("new_title")}</h1>
      <p class="of">${t("new_hint")}</p>
      <div class="panel">
        ${choice("village", t("village"), picture.villages, t("choose"))}
        ${village?.groups.length ? choice("group", t("group"), village.groups, t("no_group")) : nothing}
        ${whoView(made, write)}
        ${field(made, write, "members", { label: t("members"), most: 2, mode: "numeric" })}
      </div>
      <div class="save-bar"><button class="btn btn-primary btn-lg wide">${t("go_on")}</button></div>
    </form>`;
}

function choice(name, label, options, none) {
  const choose = (event) => {
    made[name] = Number(event.target.value) || null;
    if (name === "village") made.group = null;
    paint();
  };
  return html`
    <label class="form-label" for="new-${name}">${label}</label>
    <select class="form-select" id="new-${name}" @change=${choose}>
      <option value="" ?selected=${made[name] === null}>${none}</option>
      ${options.map(({ id, name: shown }) => html`
        <option value=${id} ?selected=${made[name] === id}>${shown}</option>`)}
    </select>
    ${faultOn(`new-${name}`)}`;
}

function write(name, value) {
  made[name] = value;
}

/** Who and where: of a household that the portal does not have yet. `write(name, value)` hears every change. */
export function whoView(household, write) {
  return html`
    ${field(household, write, "head", { label: t("head"), describedBy: "head-hint" })}
    <p class="of" id="head-hint">${t("head_hint")}</p>
    ${field(household, write, "alley", { label: t("alley") })}
    ${field(household, write, "house", { label: t("house"), most: 30 })}`;
}

function field(household, write, name, options) {
  const hear = (value) => write(name, value);
  return fieldView({ id: `new-${name}`, value: household[name], write: hear, ...options });
}

function faultOfNew() {
  if (!made.village) return { text: t("need_village"), field: "new-village" };
  const unnamed = faultOfHead(made);
  if (unnamed) return unnamed;
  if (!isBetween(made.members, 1, MEMBERS_MOST)) {
    return { text: t("need_members", { most: MEMBERS_MOST }), field: "new-members" };
  }
  return null;
}

// The household lives in the draft of its visit from here on.
async function goOn(event) {
  event.preventDefault();
  const fault = faultOfNew();
  if (fault) return point(fault);
  const [head, alley, house] = [made.head, made.alley, made.house].map((text) => text.trim());
  const household = { ...made, head, alley, house, members: Number(made.members) };
  const door = newDoor(household);
  try {
    await keepDraft(blankDraft(picture.user, door));
    await load();
    tell(null);
    go(`#/door/${door.key}`);
  } catch (trouble) {
    tell(isStorageFull(trouble) ? t("not_saved_full") : t("not_saved"), { isError: true });
  }
}
