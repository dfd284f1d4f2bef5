// The survey page: its screens, and what it sends.
import { html } from "lit-html";
import { outboxView } from "../offline/outbox_page.js";
import { isVisit } from "./visit.js";
import { createPage } from "../offline/page.js";
import { moment, t } from "../offline/words.js";
import { doorOf, summary } from "./doors.js";
import { householdView, onSaved, openHousehold } from "./household.js";
import { listView } from "./list.js";
import { newHouseholdView, openNewHousehold } from "./new_household.js";
import { meet } from "./register.js";
import { draftsKept, picture, store } from "./store.js";
import { OUTCOMES } from "./words.js";

const outcomes = new Map(OUTCOMES);

const page = createPage({
  store,
  address: "/api/v1/visits/batch",
  summarise: summary,
  meet,
  right: "can_survey",
  beforeUpdate: draftsKept,
  screens: [
    [/^#\/door\/(.+)$/, householdView, openHousehold],
    [/^#\/new$/, newHouseholdView, openNewHousehold],
    [/^#\/outbox$/, () => outboxView({ ...page, said, correct, isRecord: isVisit, file: "luot-chua-gui" })],
    [/^/, listView],
  ],
});

function said(record, code) {
  const door = picture.doors.find(({ key }) => key === doorOf(record));
  const name = door?.head ?? t("without_name");
  return html`<strong>${name}</strong> <span class="of">${code}</span><br>
    <span class="of">${outcomes.get(record.outcome)} · ${moment(record.captured_at)}</span>`;
}

function correct({ record }) {
  return `#/door/${doorOf(record)}`;
}

onSaved(page.saved);
page.start();
