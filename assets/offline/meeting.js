// Who is signed in decides which list stands on the device.
import { isStorageFull } from "./database.js";
import { NoConnection, Refused, SignedOut } from "./server.js";
import { hasSignedOut } from "./surroundings.js";
import { ui } from "./ui.js";

/**
 * `fetchList(user)` fetches what a person with the `right` works with, at the start and then every `staleMs` at most.
 * Gives `meet(session)`, to be awaited before anything is sent.
 */
export function createMeeting({ store, right, fetchList, staleMs }) {
  let fetchedAt = -Infinity;

  async function meet({ user, now }) {
    await store.keepContact(now).catch(noRoom);
    if (!user) {
      if (hasSignedOut() && store.picture.user) await store.becomeUser(null);
      return; // a session that merely ran out keeps the list: the work goes on
    }
    if (JSON.stringify(user) !== JSON.stringify(store.picture.user)) {
      if (user.id !== store.picture.user?.id) fetchedAt = -Infinity;
      await store.becomeUser(user);
    }
    if (user[right] && performance.now() - fetchedAt > staleMs) await fetch(user);
  }

  async function fetch(user) {
    try {
      if (await fetchList(user)) fetchedAt = performance.now();
    } catch (fault) {
      if (fault instanceof NoConnection || fault instanceof SignedOut) throw fault;
      if (!(fault instanceof Refused)) noRoom(fault);
    }
  }

  return meet;
}

// No room for the list or the like: what waits is sent all the same.
function noRoom(fault) {
  if (!isStorageFull(fault)) throw fault;
  ui.storage = "full";
}
