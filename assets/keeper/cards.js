// QR codes of identity cards (CCCD) and health-insurance cards (BHYT): only number and name are read.
// The twin of vietnam/cards.py; both are tested with tests/vietnam/cards.json.

const NUMBERS = { cccd: /^[0-9]{12}$/, bhyt: /^([A-Z]{2}[0-9]{13}|[0-9]{10})$/ };
const NAMES = { cccd: cccdName, bhyt: bhytName };
const UNIFIED_BORN = /^[0-9*]{4}-[0-9*]{2}-[0-9*]{2}$/;
const NOT_IN_NAMES = /[^\p{L}\u0300-\u036f '.-]|[ªº]/u;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const ASCII = /^[\x00-\x7f]*$/;

/** {kind, number, name}, or {fault: "unified" | "garbled" | "unknown"}. */
export function readCard(text) {
  const fields = text.trim().split("|").map((field) => field.trim());
  if (fields.length >= 5 && UNIFIED_BORN.test(fields[2]) && ["0", "1"].includes(fields[3])) return { fault: "unified" };
  for (const kind of ["cccd", "bhyt"]) {
    if (fields.length >= 4 && NUMBERS[kind].test(fields[0])) {
      const name = NAMES[kind](fields).normalize("NFC").replace(/\s+/g, " ").trim();
      return !name || isGarbled(name) ? { fault: "garbled" } : { kind, number: fields[0], name };
    }
  }
  return { fault: ASCII.test(fields[0]) || fields.length < 4 ? "unknown" : "garbled" };
}

// Some cards leave the old number out altogether, others leave it empty.
function cccdName(fields) {
  const [name, born] = /^([0-9]{9})?$/.test(fields[1]) ? fields.slice(2, 4) : fields.slice(1, 3);
  return /^([0-9]{8}|[0-9]{4})$/.test(born) ? name : "";
}

function bhytName(fields) {
  if (!/^([0-9]{2}\/[0-9]{2}\/)?[0-9]{4}$/.test(fields[2]) || !/^([0-9a-fA-F]{2})+$/.test(fields[1])) return "";
  const bytes = fields[1].match(/../g).map((pair) => parseInt(pair, 16));
  return new TextDecoder().decode(new Uint8Array(bytes));
}

// Signs no name has, or two tones in one word: what Telex and VNI make of a scanner's keystrokes.
function isGarbled(name) {
  const words = name.normalize("NFD").split(" ");
  return NOT_IN_NAMES.test(name) || words.some((word) => (word.match(TONES) ?? []).length > 1);
}
