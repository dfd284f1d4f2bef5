// The answers a person chooses from.
import { t } from "../offline/words.js";

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
