// Normally one tab sends at a time. This only spares work: two tabs sending the same rows do no harm, because the
// server knows a record by its UUID.

import { isStorageFull } from "./database.js";

export const LEASE_MS = 45_000;

export function takeLease(database, holder) {
  return database.run(["meta"], "readwrite", async (tx) => {
    const store = tx.objectStore("meta");
    const held = await store.get("lease");
    if (held && held.holder !== holder && held.until > Date.now()) return false;
    await store.put({ holder, until: Date.now() + LEASE_MS }, "lease");
    return true;
  }).catch((fault) => {
    if (isStorageFull(fault)) return true; // sending is what makes room
    throw fault;
  });
}

export function returnLease(database, holder) {
  return database.run(["meta"], "readwrite", async (tx) => {
    const store = tx.objectStore("meta");
    if ((await store.get("lease"))?.holder === holder) await store.delete("lease");
  });
}
