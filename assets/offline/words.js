const words = JSON.parse(document.getElementById("words").textContent);

/** The portal's word for a key of the page's words, with `{n}` and the like filled in. */
export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

const { lang } = document.documentElement;
const numbers = new Intl.NumberFormat(lang);
const shown = (value) => (typeof value === "number" ? numbers.format(value) : value);
const timeZone = "Asia/Ho_Chi_Minh"; // the commune's, whatever the device believes
const clock = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const moments = new Intl.DateTimeFormat(lang, { day: "2-digit", month: "2-digit", year: "numeric", ...clock });
const times = new Intl.DateTimeFormat(lang, clock);

export function moment(iso) {
  return moments.format(new Date(iso));
}

/** The time of day alone. */
export function time(iso) {
  return times.format(new Date(iso));
}

export const STATUSES = new Map([
  ["accepted", t("status_accepted")],
  ["duplicate", t("status_duplicate")],
  ["conflict", t("status_conflict")],
  ["quarantined", t("status_quarantined")],
]);
