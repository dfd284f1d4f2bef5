// Who is signed in decides which list stands on the phone.
import { isStorageFull } from "../offline/database.js";
import { get, NoConnection, Refused, SignedOut } from "../offline/server.js";
import { ui } from "./app.js";
import { becomeUser, keepContact, keepList, picture } from "./store.js";
import { hasSignedOut } from "./surroundings.js";

const STALE_MS = 10 * 60_000;
let fetchedAt = -Infinity;

/** Before anything is sent: the list of whoever is signed in, fetched at the start and every ten minutes at most. */
export async function meet({ user, now }) {
  await keepContact(now).catch(noRoom);
  if (!user) {
    if (hasSignedOut() && picture.user) await becomeUser(null);
    return; // a session that merely ran out keeps the list: the work goes on
  }
  if (JSON.stringify(user) !== JSON.stringify(picture.user)) {
    if (user.id !== picture.user?.id) fetchedAt = -Infinity;
    await becomeUser(user);
  }
  if (user.can_survey && performance.now() - fetchedAt > STALE_MS) await fetchList(user);
}

async function fetchList(user) {
  try {
    const list = await get("/api/v1/households");
    if (list.user !== user.id) return;
    await keepList(list);
    fetchedAt = performance.now();
  } catch (fault) {
    if (fault instanceof NoConnection || fault instanceof SignedOut) throw fault;
    if (!(fault instanceof Refused)) noRoom(fault);
  }
}

// No room for the list or the like: what waits is sent all the same.
function noRoom(fault) {
  if (!isStorageFull(fault)) throw fault;
  ui.storage = "full";
}
