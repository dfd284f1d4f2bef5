// Visits as the desk knows them: rows for the outbox, what they add to who is inside, names as they may be shown.
import { newUuid } from "../offline/device.js";
import { inOrder } from "../offline/outbox.js";

export const COMPANIONS_MOST = 30;

/** As vault/masking.py: the given name is hidden. */
export function maskName(name) {
  return [...name.trim().split(/\s+/).slice(0, -1), "***"].join(" ");
}

export function maskPhone(phone) {
  const digits = phone.replace(/[\s.()-]/g, "").replace(/^\+84/, "0");
  if (!digits) return "";
  return digits.length < 10 ? "***" : `${digits.slice(0, 3)}****${digits.slice(-3)}`;
}

/** A visitor not entered yet. `card`: {kind, code} or {kind, number, name} as scanned; `known`: a lookup's answer. */
export function blankEntry(card = null) {
  const source = card?.kind ?? "typed";
  const blank = { phone: "", companions: 0, known: null, replaces: null };
  return { ...blank, uuid: newUuid(), source, card, name: card?.name ?? "" };
}

/** A rejected row, opened again: what is saved takes its place under a new UUID. A card nobody knows is typed. */
export function entryOf({ uuid, record }) {
  const { name, phone, companions, entered_at, left_at } = record;
  const source = record.source === "paper" ? "paper" : "typed";
  return { ...blankEntry(), source, name, phone, companions, entered_at, left_at, replaces: uuid };
}

/** The outbox row of a sound entry. A card's number goes along only where the portal has not answered with a key. */
export function rowOfEntry(entry, user, venue) {
  const { uuid, source, card, known } = entry;
  const now = new Date().toISOString();
  const key = known?.card_key || null;
  const record = {
    uuid,
    kind: "check_in",
    keeper: user.id,
    venue: venue.id,
    entered_at: entry.entered_at ?? now,
    left_at: entry.left_at ?? null,
    source,
    name: entry.name.trim(),
    phone: entry.phone.trim(),
    companions: Number(entry.companions),
    card_code: key ? null : (card?.code ?? null),
    card_key: key,
    ...(card?.number && !key ? { card_number: card.number } : {}),
  };
  return { uuid, record, code: "", queued_at: now };
}

/** Of one visit by its id, or with null of everybody who is inside the venue. */
export function rowOfCheckOut(checkIn, user, venue) {
  const now = new Date().toISOString();
  const uuid = newUuid();
  const record = { uuid, kind: "check_out", keeper: user.id, venue: venue.id, check_in: checkIn, at: now };
  return { uuid, record, code: "", queued_at: now };
}

/** What a receipt keeps: never who. */
export function summary({ record }) {
  const { kind, source, check_in, entered_at, at } = record;
  return { kind, source, isOne: Boolean(check_in), happened_at: entered_at ?? at };
}

function waitingAt(outbox, venue) {
  return inOrder(outbox).map(({ record }) => record).filter((record) => record.venue === venue.id);
}

function knownAt(today, venue) {
  return (today?.visits ?? []).filter((visit) => visit.venue === venue.id);
}

// As the portal presumes it once it has the row.
function presumedLeaving(entered_at, venue) {
  return new Date(Date.parse(entered_at) + venue.usual_stay * 60_000).toISOString();
}

/** Whether somebody who did not check out was still inside at a moment (ms). */
function isInsideAt({ left_at, presumed_left_at }, moment) {
  return !left_at && moment < Date.parse(presumed_left_at);
}

/** People inside: what the portal last said, less who has overstayed since, and what waits here laid over it. */
export function insideNow({ outbox, today }, venue, now = Date.now()) {
  const known = knownAt(today, venue).filter((visit) => isInsideAt(visit, Date.parse(today.as_of)));
  const sizes = new Map(known.map((visit) => [visit.id, visit.companions + 1]));
  let people = venue.inside;
  const leave = (id) => {
    people -= sizes.get(id) ?? 0;
    sizes.delete(id);
  };
  const enter = ({ id, companions }) => {
    people += companions + 1;
    sizes.set(id, companions + 1);
  };
  known.filter((visit) => !isInsideAt(visit, now)).forEach(({ id }) => leave(id));
  waitingAt(outbox, venue).forEach((record) => {
    if (record.kind === "check_in") {
      const visit = masked(record, venue);
      if (isInsideAt(visit, now)) enter(visit);
    } else if (record.check_in) {
      leave(record.check_in);
    } else {
      people = 0;
      sizes.clear();
    }
  });
  return people;
}

/**
 * Today's visits of a venue as the portal lists them, masked, what waits here first; `isUnsent`, `isLeaving`, `isGone`:
 * the usual stay is over, so that nobody has to end the visit, nor may.
 */
export function listOf({ outbox, today }, venue, now = Date.now()) {
  const waiting = waitingAt(outbox, venue);
  const outs = waiting.filter(({ kind }) => kind === "check_out");
  const isLeaving = (visit) => outs.some(({ check_in, at }) => isInsideAt(visit, Date.parse(at))
    && (check_in ? check_in === visit.id : Date.parse(at) >= Date.parse(visit.entered_at)));
  const own = waiting.filter(({ kind }) => kind === "check_in").reverse().map((record) => masked(record, venue));
  return [...own, ...knownAt(today, venue)].map((visit) => {
    const isOut = visit.left_at || isLeaving(visit);
    return { ...visit, isLeaving: !visit.left_at && isOut, isGone: !isOut && !isInsideAt(visit, now) };
  });
}

function masked({ uuid, name, phone, companions, entered_at, left_at, source }, venue) {
  const shown = { name: name ? maskName(name) : "", phone: maskPhone(phone) };
  const presumed_left_at = presumedLeaving(entered_at, venue);
  return { id: uuid, ...shown, companions, entered_at, left_at, presumed_left_at, source, isUnsent: true };
}
