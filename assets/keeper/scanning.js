// What follows a scan: the card's visitor stands in the form, a poster is tested, anything else is said.
import { ping, post } from "../offline/server.js";
import { go, paint, tell } from "../offline/ui.js";
import { t } from "../offline/words.js";
import { answerEntry, openEntry } from "./entry.js";
import { readScan } from "./scan.js";
import { picture, store, venueHere } from "./store.js";
import { blankEntry } from "./visits.js";

const { address } = document.documentElement.dataset;
const FAULTS = { unknown: t("fault_unknown"), unified: t("fault_unified"), garbled: t("fault_garbled") };
const WARNINGS = {
  foreign: (of) => t("test_foreign", { of }),
  unknown: () => t("test_unknown"),
  revoked: () => t("test_revoked"),
};

let isTesting = false;

/** While a poster is being tested, whatever is scanned is taken for one. */
export function testing() {
  return isTesting;
}

export function startTest() {
  isTesting = !isTesting;
  paint();
}

/** What the camera, a USB scanner or a pasted line said. */
export function scanned(text) {
  const read = readScan(text, address);
  const found = isTesting && read.kind !== "poster" ? { kind: "poster", code: "-" } : read;
  if (found.fault) return tell(FAULTS[found.fault], { isError: true });
  if (!venueHere() || !picture.user) return undefined;
  return found.kind === "poster" ? testPoster(found.code) : openCard(found);
}

/** Whether a line is a code and not a name; then it is taken as one. */
export function scannedByMistake(line) {
  if (!/[|/]/.test(line) && readScan(line, address).fault) return false;
  openEntry();
  scanned(line);
  return true;
}

async function openCard(card) {
  const entry = blankEntry(card);
  tell(null);
  go("#/");
  openEntry(entry);
  try {
    const known = await ask("/api/v1/cards/lookup", card);
    if (card.kind === "card" && !known.known) {
      openEntry();
      tell(known.revoked ? t("card_revoked") : t("card_unknown"), { isError: true });
    } else {
      answerEntry(entry.uuid, known);
    }
  } catch {
    // Without an answer the card itself waits in the record, and the portal finds out whose it is.
  }
}

async function testPoster(code) {
  const venue = venueHere();
  isTesting = false;
  try {
    const { outcome, of, at } = await ask("/api/v1/desk/test-scan", { venue: venue.id, code });
    if (outcome !== "own") return tell(WARNINGS[outcome](of), { isError: true });
    const venues = picture.venues.map((one) => (one.id === venue.id ? { ...one, checked_at: at } : one));
    await store.change(["meta"], (tx) => tx.store.put(venues, "venues"));
    tell(t("test_own"));
  } catch {
    tell(t("test_later"), { isError: true });
  }
  return paint();
}

async function ask(address, body) {
  const { csrf } = await ping();
  return post(address, body, csrf);
}
