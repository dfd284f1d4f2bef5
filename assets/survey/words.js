const words = JSON.parse(document.getElementById("words").textContent);

/** The portal's word for a key of surveys/words.py, with `{n}` and the like filled in. */
export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

export function moment(iso) {
  return clock.format(new Date(iso));
}

export const OUTCOMES = [
  ["completed", t("outcome_completed")],
  ["absent", t("outcome_absent")],
  ["refused", t("outcome_refused")],
  ["moved_away", t("outcome_moved_away")],
];

export const REASONS = [
  ["too_old", t("reason_too_old")],
  ["full", t("reason_full")],
  ["no_internet", t("reason_no_internet")],
  ["cannot", t("reason_cannot")],
  ["owner_away", t("reason_owner_away")],
  ["unwilling", t("reason_unwilling")],
  ["other", t("reason_other")],
];

export const STATUSES = new Map([
  ["accepted", t("status_accepted")],
  ["duplicate", t("status_duplicate")],
  ["conflict", t("status_conflict")],
  ["quarantined", t("status_quarantined")],
]);
