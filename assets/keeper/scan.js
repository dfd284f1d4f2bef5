// What was scanned: a poster, a visitor card, an identity or insurance card, or something else.
import { readCard } from "./cards.js";

const SIGNS = "CDEFHJKMPRTVWXY2345689"; // those of the portal's codes
const POSTER = new RegExp(`^(?:(.*)/V/)?([${SIGNS}]{10,16})/?$`);
const VISITOR = new RegExp(`(?:^|/)([${SIGNS}]{16})/?$`);
const NOT_ASCII = /[^\x00-\x7f]/;

/**
 * {kind: "poster", code}, its code "-" when the address is not the portal's; {kind: "card", code},
 * {kind: "cccd" | "bhyt", number, name}, or {fault: "unified" | "garbled" | "unknown"}. `address` is the portal's own,
 * as its posters say it.
 */
export function readScan(text, address) {
  const upper = text.trim().toUpperCase();
  const poster = upper.match(POSTER);
  if (poster?.[1]) return { kind: "poster", code: poster[1] === address.toUpperCase() ? poster[2] : "-" };
  const visitor = upper.match(VISITOR);
  if (visitor) return { kind: "card", code: visitor[1] };
  if (poster) return { kind: "poster", code: poster[2] };
  if (isGarbledCode(text.trim())) return { fault: "garbled" };
  return readCard(text);
}

// One word with letters no code has, though it is as long as one: Telex was at work.
function isGarbledCode(text) {
  return NOT_ASCII.test(text) && /^\S{8,}$/.test(text) && !text.includes("|");
}
