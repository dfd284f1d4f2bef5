// What the survey page keeps on the phone, and the picture of it that the screens are drawn from.
import { queue } from "../offline/outbox.js";
import { createStore } from "../offline/store.js";
import { layDoors } from "./doors.js";

export const store = createStore({
  name: "survey",
  create: (db) => db.createObjectStore("households", { keyPath: "place" }),
  lists: ["households"],
  facts: ["villages", "asOf"],
  read: async ({ all, meta }) => ({
    households: await all("households"),
    villages: (await meta("villages")) ?? [],
    asOf: (await meta("asOf")) ?? null,
  }),
  lay: (found) => ({ doors: layDoors(found) }),
});
export const { picture, load } = store;
const { database, change, changed } = store;
Object.assign(picture, { villages: [], asOf: null, doors: [] });

export function findDoor(key) {
  return picture.doors.find((door) => String(door.key) === String(key));
}

export function keepList(list) {
  return change(["households", "receipts", "meta"], async (tx) => {
    const store = tx.objectStore("households");
    await store.clear();
    await Promise.all(list.households.map((household, place) => store.put({ ...household, place })));
    await tx.objectStore("meta").put(list.villages, "villages");
    await tx.objectStore("meta").put(list.as_of, "asOf");
    await forgetNewHouseholds(tx.objectStore("receipts"), Date.parse(list.as_of));
  });
}

// The list has them now: their names need not stand here twice.
async function forgetNewHouseholds(receipts, until) {
  for (const { new_household, ...receipt } of await receipts.getAll()) {
    if (new_household && Date.parse(receipt.received_at) <= until) await receipts.put(receipt);
  }
}

let drafting = Promise.resolve();

/** Drafts are written one after the other, so that the newest is the last; the picture is drawn anew on the list. */
export function keepDraft(draft) {
  const copy = JSON.parse(JSON.stringify(draft));
  return afterDrafts(() => database.run(["drafts"], "readwrite", (tx) => tx.store.put(copy)));
}

export function discardDraft(key) {
  return afterDrafts(() => change(["drafts"], (tx) => tx.store.delete(key)));
}

function afterDrafts(work) {
  drafting = drafting.catch(() => {}).then(work);
  return drafting;
}

/** Resolves when every draft is on the disk: before the page is replaced by a newer one. */
export function draftsKept() {
  return drafting.catch(() => {});
}

/** The visit is queued and its draft removed at once, after any draft still being written. */
export async function queueVisit(row, options) {
  await draftsKept();
  await queue(database, row, options);
  await changed();
}
