// What the survey page keeps on the phone, and the picture of it that the screens are drawn from.
import { createDatabase } from "../offline/database.js";
import { createOutboxStores, queue } from "../offline/outbox.js";
import { layDoors } from "./doors.js";

export const database = createDatabase("thongnhat-survey", 1, (db) => {
  createOutboxStores(db);
  db.createObjectStore("households", { keyPath: "place" });
});

/** One picture of the database; `load()` draws it anew. The badge is `outbox.length`, nothing else. */
export const picture = {
  user: null,
  villages: [],
  asOf: null,
  contact: null,
  doors: [],
  outbox: [],
  receipts: [],
  drafts: [],
};

const channel = "BroadcastChannel" in window ? new BroadcastChannel("survey") : null;

/** Calls back when another tab has changed the database. */
export function onOtherTabs(callback) {
  if (channel) channel.onmessage = callback;
}

export async function load() {
  const found = await database.run(["households", "outbox", "receipts", "drafts", "meta"], "readonly", async (tx) => {
    const all = (name) => tx.objectStore(name).getAll();
    const meta = (name) => tx.objectStore("meta").get(name);
    const [households, outbox, receipts] = await Promise.all(["households", "outbox", "receipts"].map(all));
    const [user = null, villages = [], asOf = null, contact = null] = await Promise.all(
      ["user", "villages", "asOf", "contact"].map(meta),
    );
    return { households, outbox, receipts, drafts: await all("drafts"), user, villages, asOf, contact };
  });
  found.drafts = found.drafts.filter((draft) => draft.user === found.user?.id); // another person's stay, unseen
  Object.assign(picture, found, { doors: layDoors(found) });
}

async function change(stores, work) {
  await database.run(stores, "readwrite", work);
  await load();
  channel?.postMessage("changed");
}

/** Other tabs look again; used after a change made elsewhere than here. */
export async function changed() {
  await load();
  channel?.postMessage("changed");
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

/** Another person, or nobody: the list goes; outbox, receipts and drafts stay. */
export function becomeUser(user) {
  return change(["households", "meta"], async (tx) => {
    const meta = tx.objectStore("meta");
    const known = await meta.get("user");
    if (known && known.id === user?.id) {
      await meta.put(user, "user");
      return;
    }
    await tx.objectStore("households").clear();
    await Promise.all(["villages", "asOf"].map((name) => meta.delete(name)));
    await (user ? meta.put(user, "user") : meta.delete("user"));
  });
}

export function keepContact(iso) {
  return change(["meta"], (tx) => tx.objectStore("meta").put(iso, "contact"));
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
