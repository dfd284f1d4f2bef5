// Doors: the households of the list as this phone knows them, with its own visits laid over what the portal said.
import { fold } from "../offline/folding.js";
import { inOrder } from "../offline/outbox.js";

const SETTLING = ["completed", "moved_away"];

/** People with a smartphone and people with Bluezone: two phones of one named owner are one person. */
export function countPeople(phones) {
  const owners = new Map();
  phones.filter((phone) => phone.kind === "smart").forEach((phone, place) => {
    const owner = fold(phone.owner) || `phone ${place}`;
    owners.set(owner, owners.get(owner) || phone.installed);
  });
  return { smartphones: owners.size, installed: [...owners.values()].filter(Boolean).length };
}

/** What a receipt keeps of a record: enough to show the door's state until the list is fetched again. */
export function summary(row) {
  const { surveyor, household, new_household, captured_at, outcome, members, phones } = row.record;
  const made = new_household ? { new_household } : {};
  return { surveyor, household, ...made, code: row.code, captured_at, outcome, members, ...countPeople(phones) };
}

export function doorOf(record) {
  return record.new_household ? `new:${record.new_household.uuid}` : record.household;
}

/** Doors in walking order, those not settled first: the portal's fields, `key`, `isUnsent`, `hasDraft`, `folded`. */
export function layDoors({ households, outbox, receipts, drafts, asOf, user }) {
  const doors = new Map(households.map((household) => [household.id, { ...household, key: household.id }]));
  const receipted = receipts.filter(({ status, received_at }) =>
    ["accepted", "duplicate"].includes(status) && (!asOf || Date.parse(received_at) > Date.parse(asOf)));
  const sent = receipted.sort((a, b) => Date.parse(a.captured_at) - Date.parse(b.captured_at));
  const waiting = inOrder(outbox).map((row) => ({ ...summary(row), isUnsent: true }));
  [...sent, ...waiting].filter((visit) => visit.surveyor === user?.id).forEach((visit) => lay(doors, visit));
  drafts.forEach((draft) => {
    if (!doors.has(draft.door) && draft.new_household) doors.set(draft.door, newDoor(draft.new_household));
    if (doors.has(draft.door)) doors.get(draft.door).hasDraft = true;
  });
  const all = [...doors.values()];
  all.forEach((door) => { door.folded = foldDoor(door); });
  return [...all.filter((door) => !isSettled(door)), ...all.filter(isSettled)];
}

// Places also without hyphens and spaces: "DT140" finds DT-140, "ngo3" Ngõ 3.
function foldDoor({ head, code, alley, house }) {
  const places = [code, alley, house].map(fold);
  return [fold(head), ...places, ...places.map((place) => place.replace(/[\s-]/g, ""))].join(" ");
}

export function isSettled(door) {
  return SETTLING.includes(door.state);
}

export function newDoor(household) {
  const { uuid, ...fields } = household;
  const blank = { id: null, code: "", state: "unvisited", smartphones: 0, installed: 0 };
  return { ...fields, ...blank, key: `new:${uuid}`, made: household };
}

function lay(doors, visit) {
  const key = doorOf(visit);
  if (!doors.has(key) && visit.new_household) doors.set(key, newDoor(visit.new_household));
  const door = doors.get(key);
  if (!door) return;
  door.isUnsent = visit.isUnsent || door.isUnsent;
  if (!SETTLING.includes(visit.outcome) && isSettled(door)) return; // a closed door does not undo what is known
  const { outcome: state, smartphones, installed, captured_at: visited_at } = visit;
  Object.assign(door, { state, smartphones, installed, visited_at });
}

const FILTERS = {
  all: () => true,
  unvisited: (door) => door.state === "unvisited",
  absent: (door) => door.state === "absent",
  lacking: (door) => door.state === "completed" && door.installed < door.smartphones,
};

/** The doors a person looks for: a filter, and words that all occur somewhere, accents or not. */
export function findDoors(doors, filter, text) {
  const words = fold(text).split(" ");
  return doors.filter((door) => FILTERS[filter](door) && words.every((word) => door.folded.includes(word)));
}
