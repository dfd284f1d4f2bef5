// The outbox: rows {uuid, record, code, queued_at, errors, sending_at} that the server has not receipted.
// A row leaves it in the same transaction that keeps its receipt, never before. A record is frozen when it is queued.

import { isStorageFull } from "./database.js";

const SENDING_MS = 60_000;
export const KEPT = ["accepted", "duplicate", "conflict", "quarantined"];

/** Of results or receipts: those that count only once the officer has accepted them. */
export function setAside(rows) {
  return rows.filter(({ status }) => ["conflict", "quarantined"].includes(status));
}

export class BeingSent extends Error {}

/** Stores the outbox needs; a page's own stores stand beside them. */
export function createOutboxStores(database) {
  database.createObjectStore("outbox", { keyPath: "uuid" });
  database.createObjectStore("receipts", { keyPath: "uuid" });
  database.createObjectStore("drafts", { keyPath: "key" });
  database.createObjectStore("meta");
}

/** Queues a row in the place of another one, if that still waits; the draft it came from goes with it. */
export function queue(database, row, { replaces = null, draft = null } = {}) {
  return database.run(["outbox", "drafts"], "readwrite", async (tx) => {
    const outbox = tx.objectStore("outbox");
    const old = replaces && (await outbox.get(replaces));
    if (old && isBeingSent(old)) throw new BeingSent();
    const record = { ...row.record };
    // Still that knock on the door.
    if (old?.record.captured_at && !old.errors?.captured_at) record.captured_at = old.record.captured_at;
    if (old) await outbox.delete(replaces);
    await outbox.add({ ...row, record, errors: null, sending_at: null });
    if (draft) await tx.objectStore("drafts").delete(draft);
  });
}

export function isBeingSent(row) {
  return Boolean(row.sending_at) && Math.abs(Date.now() - row.sending_at) < SENDING_MS;
}

/** When what a record tells of happened, whatever its kind calls it. */
export function happenedAt(record) {
  return record.captured_at ?? record.entered_at ?? record.at;
}

export function needsAttention(row) {
  return Boolean(row.errors);
}

export function inOrder(rows) {
  return rows.slice().sort((a, b) => (a.queued_at < b.queued_at ? -1 : Number(a.queued_at > b.queued_at)));
}

/** The next rows to send, marked as on their way; and what the outbox holds in all, these included. */
export async function takeBatch(database, size, passedOver) {
  const take = (isMarked) => database.run(["outbox"], isMarked ? "readwrite" : "readonly", async (tx) => {
    const all = inOrder(await tx.store.getAll());
    const batch = all.filter((row) => !needsAttention(row) && !passedOver.has(row.uuid)).slice(0, size);
    if (isMarked) await Promise.all(batch.map((row) => tx.store.put({ ...row, sending_at: Date.now() })));
    return { batch, unsent: all.length, oldest: all.length ? happenedAt(all[0].record) : null };
  });
  return evenWhenFull(() => take(true), () => take(false));
}

/** What the server answered: receipt and removal in one transaction; a rejected row stays, with the reasons. */
export function settle(database, batch, answer, summarise) {
  const results = new Map((answer?.results ?? []).map((result) => [result.uuid, result]));
  const write = (keepsReceipts) => database.run(["outbox", "receipts"], "readwrite", async (tx) => {
    const outbox = tx.objectStore("outbox");
    for (const { uuid } of batch) {
      const row = await outbox.get(uuid);
      const result = results.get(uuid);
      if (!row) continue; // another tab settled it
      if (KEPT.includes(result?.status)) {
        const receipt = { ...summarise(row), uuid, status: result.status, received_at: answer.received_at };
        if (keepsReceipts) await tx.objectStore("receipts").put(receipt);
        await outbox.delete(uuid);
      } else if (keepsReceipts) {
        const errors = result?.status === "rejected" ? (result.errors ?? {}) : row.errors;
        await outbox.put({ ...row, errors, sending_at: null });
      }
    }
  });
  return evenWhenFull(() => write(true), () => write(false));
}

// On a full phone sending must go on, for it makes room: with fewer marks, and without the receipts' copies.
async function evenWhenFull(work, frugally) {
  try {
    return await work();
  } catch (fault) {
    if (!isStorageFull(fault)) throw fault;
    return frugally();
  }
}

/** Puts rejected rows back among those that wait, as they are. */
export function tryAgain(database, uuid) {
  return database.run(["outbox"], "readwrite", async (tx) => {
    const row = await tx.store.get(uuid);
    if (row) await tx.store.put({ ...row, errors: null, sending_at: null });
  });
}
