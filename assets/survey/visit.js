// A visit while it is entered: a draft, what it lacks, and the record it becomes.
import { newUuid } from "../offline/device.js";
import { isBetween, isName, isPhone } from "../offline/people.js";
import { isMoment } from "../offline/transfer.js";
import { t } from "../offline/words.js";
import { countPeople } from "./doors.js";

export const MEMBERS_MOST = 40;
const KINDS = {
  installed: { kind: "smart", installed: true, installed_on_the_spot: false },
  on_the_spot: { kind: "smart", installed: true, installed_on_the_spot: true },
  missing: { kind: "smart", installed: false, installed_on_the_spot: false },
  basic: { kind: "basic", installed: false, installed_on_the_spot: false },
};

export function draftKey(user, door) {
  return `${user.id}:${door.key}`;
}

export function blankDraft(user, door) {
  return {
    key: draftKey(user, door),
    user: user.id,
    door: door.key,
    code: door.code,
    new_household: door.made ?? null,
    uuid: newUuid(), // made when the form opens: saving twice is one visit
    replaces: null,
    outcome: "",
    members: Math.max(1, door.members || 1),
    phones: [],
    note: "",
  };
}

/** A visit that still waits, opened again: what is saved takes its place, under a new UUID. */
export function draftOf(row, user, door) {
  const { outcome, members, phones, note, new_household } = row.record;
  const opened = phones.map((phone) => ({ ...phone, isOpen: Boolean(phone.owner || phone.number) }));
  const blank = blankDraft(user, door);
  const said = { outcome, members: members || blank.members, phones: opened, note };
  return { ...blank, ...said, new_household: new_household ?? blank.new_household, replaces: row.uuid };
}

export function newPhone(kind) {
  return { ...KINDS[kind], reason: "", owner: "", number: "" };
}

export function kindOf(phone) {
  if (phone.kind === "basic") return "basic";
  if (!phone.installed) return "missing";
  return phone.installed_on_the_spot ? "on_the_spot" : "installed";
}

/** The same of a household's name. */
export function faultOfHead({ head }) {
  if (isName(head)) return null;
  return { text: head.trim() ? t("need_letters") : t("need_head"), field: "new-head" };
}

/** What keeps the draft from being saved, in words, and where: {text, field, phone whose field it is}; null when sound. */
export function faultOf(draft) {
  const unnamed = draft.new_household && faultOfHead(draft.new_household);
  if (unnamed) return unnamed;
  if (!draft.outcome) return { text: t("need_outcome"), field: "outcome-completed" };
  if (draft.outcome !== "completed") return null;
  const members = Number(draft.members);
  if (!isBetween(members, 1, MEMBERS_MOST)) {
    return { text: t("need_members", { most: MEMBERS_MOST }), field: "members" };
  }
  for (const [place, phone] of draft.phones.entries()) {
    const n = place + 1;
    if (kindOf(phone) === "missing" && !phone.reason) return { text: t("need_reason", { n }), field: `why-${place}` };
    const { owner, number } = phone;
    if (owner.trim() && !isName(owner)) return { text: t("need_owner", { n }), field: `owner-${place}`, phone };
    if (number.trim() && !isPhone(number)) return { text: t("need_number", { n }), field: `number-${place}`, phone };
  }
  if (countPeople(draft.phones).smartphones > members) return { text: t("need_more_members"), field: "members" };
  return null;
}

/** Whether an imported record is one of ours. */
export function isVisit(record) {
  const isHousehold = Number.isInteger(record.household) || typeof record.new_household?.uuid === "string";
  const isPhone = (phone) => phone !== null && typeof phone === "object";
  return isHousehold && Number.isInteger(record.surveyor) && isMoment(record.captured_at)
    && typeof record.outcome === "string" && Array.isArray(record.phones) && record.phones.every(isPhone);
}

/** The outbox row of a sound draft. */
export function rowOf(draft, now = new Date().toISOString()) {
  const isCompleted = draft.outcome === "completed";
  const record = {
    uuid: draft.uuid,
    surveyor: draft.user,
    household: draft.new_household ? null : draft.door,
    ...(draft.new_household ? { new_household: draft.new_household } : {}),
    captured_at: now,
    outcome: draft.outcome,
    members: isCompleted ? Number(draft.members) : 0,
    note: draft.note.trim(),
    phones: isCompleted ? draft.phones.map(spoken) : [],
  };
  return { uuid: draft.uuid, record, code: draft.code, queued_at: now };
}

function spoken({ kind, installed, installed_on_the_spot, reason, owner, number }) {
  return { kind, installed, installed_on_the_spot, reason, owner: owner.trim(), number: number.trim() };
}
