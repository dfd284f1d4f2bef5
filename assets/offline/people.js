// What a person types of people, judged as the portal judges it, before anything is said to be saved. In doubt it
// passes here: the portal looks again. tests/browser/test_people_twin.py holds this to vietnam/names.py and phones.py.

const LETTER = "A-Za-zÀ-ÖØ-öø-ňŊ-žƆɔƏəƐɛƠơƯưǍ-ǜȘ-țḀ-ẙẠ-ỿÐð";
const NAME = new RegExp(`^['’‘ʼ]?[${LETTER}][${LETTER}\\u0300-\\u036f .'’‘ʼ-]*$`);
const NAME_MOST = 100;
const SEPARATORS = /[\s.()\u2010-\u2015\u2212-]/g;
// After the 0: mobiles, those that had 11 digits until 2018, landlines, services.
const NATIONAL = /^([35789]\d{8}|1(2\d|6[2-9]|86|88|99)\d{7}|2\d{9}|1[89]00\d{4,6})$/;

function clean(text) {
  return text.replace(/\p{Cf}/gu, "").normalize("NFC").replace(/\s+/g, " ").trim();
}

/** Whether a text can be a person's name: letters only. */
export function isName(text) {
  const name = clean(text);
  return name.length <= NAME_MOST && NAME.test(name);
}

/** Whether a text can be a telephone number, Vietnamese or foreign with + or 00. */
export function isPhone(text) {
  const digits = clean(text.normalize("NFKC")).replace(/\.0$/, "").replace(SEPARATORS, "");
  const [, sign, rest] = digits.match(/^(\+|00)?(\d{6,18})$/) ?? [];
  if (!rest) return false;
  if (rest.startsWith("84") && (sign || rest.length > 9)) return NATIONAL.test(rest.slice(2).replace(/^0/, ""));
  return Boolean(sign) || NATIONAL.test(rest.replace(/^0/, ""));
}

/** Whether a text is a whole number between the two. */
export function isBetween(text, least, most) {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most;
}
