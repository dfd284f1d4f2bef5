// A connection to IndexedDB that survives a phone: time-out on opening (iOS 14.6 never answers), opened again when the
// system kills it in the background, and a write counts only once the disk has it.
import { openDB } from "idb";

const PATIENCE_MS = 6000;

export class StorageSilent extends Error {}

/** `run(stores, mode, work)`: one transaction; resolves with what `work(tx)` gave, only after it is complete. */
export function createDatabase(name, version, upgrade) {
  let opening = null;

  function forget() {
    opening = null;
  }

  function open() {
    opening ??= withPatience(
      openDB(name, version, {
        upgrade,
        blocking: (_current, _blocked, event) => {
          forget();
          event.target.close(); // a newer version of the page waits for this one to let go
        },
        terminated: forget,
      }),
    ).catch((fault) => {
      forget();
      throw fault;
    });
    return opening;
  }

  async function once(stores, mode, work) {
    const tx = (await open()).transaction(stores, mode, { durability: "strict" });
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (fault) {
      tx.done.catch(() => {}); // the same fault: told once
      abort(tx);
      throw fault;
    }
  }

  async function run(stores, mode, work) {
    try {
      return await once(stores, mode, work);
    } catch (fault) {
      if (!isLostConnection(fault)) throw fault;
      forget();
      return once(stores, mode, work);
    }
  }

  return { run };
}

function abort(tx) {
  try {
    tx.abort();
  } catch {
    // it had ended already
  }
}

// UnknownError: iOS's "Connection to Indexed Database server lost". InvalidStateError: the connection was closed.
function isLostConnection(fault) {
  return ["InvalidStateError", "UnknownError"].includes(fault?.name);
}

export function isStorageFull(fault) {
  return fault?.name === "QuotaExceededError" || fault?.inner?.name === "QuotaExceededError";
}

function withPatience(promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StorageSilent()), PATIENCE_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
