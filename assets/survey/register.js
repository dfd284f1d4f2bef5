// The list of whoever is signed in, fetched at the start and then every ten minutes at most.
import { createMeeting } from "../offline/meeting.js";
import { get } from "../offline/server.js";
import { keepList, store } from "./store.js";

export const meet = createMeeting({ store, right: "can_survey", fetchList, staleMs: 10 * 60_000 });

async function fetchList(user) {
  const list = await get("/api/v1/households");
  if (list.user !== user.id) return false;
  await keepList(list);
  return true;
}
