// What the desk keeps on the device: its venues and its own unsent rows. Who came today stands in memory alone.
import { queue } from "../offline/outbox.js";
import { createMeeting } from "../offline/meeting.js";
import { get } from "../offline/server.js";
import { createStore } from "../offline/store.js";

export const store = createStore({
  name: "keeper",
  facts: ["venues", "venue", "retention"],
  read: async ({ meta }) => ({
    venues: (await meta("venues")) ?? [],
    chosen: (await meta("venue")) ?? null,
    retention: (await meta("retention")) ?? 30,
  }),
  lay: (found) => ({ today: picture.today?.user === found.user?.id ? picture.today : null }),
});
export const { picture } = store;
Object.assign(picture, { venues: [], chosen: null, retention: 30, today: null });
let sentThen = 0;

export const meet = createMeeting({ store, right: "can_keep", fetchList: fetchDesk, staleMs: 15_000 });

async function fetchDesk(user) {
  sentThen = picture.receipts.length;
  const desk = await get("/api/v1/desk");
  if (desk.user !== user.id) return false;
  picture.today = desk;
  await store.change(["meta"], async (tx) => {
    await tx.store.put(desk.venues, "venues");
    await tx.store.put(desk.retention_days, "retention");
  });
  return true;
}

/** After rows were sent: they stand in the portal's list now. */
export async function refresh() {
  await store.load();
  if (picture.user?.can_keep && picture.receipts.length !== sentThen) await fetchDesk(picture.user);
}

export function venueHere() {
  return picture.venues.find(({ id }) => id === picture.chosen) ?? picture.venues[0] ?? null;
}

export function chooseVenue(id) {
  return store.change(["meta"], (tx) => tx.store.put(id, "venue"));
}

export async function queueRow(row, options) {
  await queue(store.database, row, options);
  await store.changed();
}
