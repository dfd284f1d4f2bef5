// The list: how far one is, search, filters, one row a door.
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ref } from "lit-html/directives/ref.js";
import { isAsking, paint } from "../offline/ui.js";
import { t } from "../offline/words.js";
import { findDoors, isSettled } from "./doors.js";
import { picture } from "./store.js";

const CHUNK = 120;
const seen = { text: "", filter: "all", shown: CHUNK };
const FILTERS = [
  ["all", t("filter_all")],
  ["unvisited", t("filter_unvisited")],
  ["absent", t("filter_absent")],
  ["lacking", t("filter_lacking")],
];
const STATES = {
  unvisited: t("state_unvisited"),
  absent: t("state_absent"),
  refused: t("state_refused"),
  moved_away: t("state_moved_away"),
};

export function listView() {
  const { doors } = picture;
  const done = doors.filter(isSettled).length;
  const found = findDoors(doors, seen.filter, seen.text);
  return html`
    <div class="list-head">
      <h1 tabindex="-1">${t("title")}</h1>
      ${picture.user ? html`<a class="btn btn-outline-primary" href="#/new">+ ${t("new_household")}</a>` : nothing}
    </div>
    ${doors.length ? html`${progress(done, doors.length)}${search()}` : nothing}
    ${doors.length ? rows(found) : html`<p class="panel">${whyEmpty()}</p>`}
  `;
}

function whyEmpty() {
  if (picture.asOf) return t("list_empty");
  return isAsking() ? t("loading") : t("list_missing");
}

function progress(done, all) {
  const text = t("progress", { done, all });
  return html`
    <div class="done">
      <strong>${text}</strong><progress max=${all} value=${done} aria-label=${text}></progress>
    </div>`;
}

function search() {
  const find = (event) => look({ text: event.target.value });
  return html`
    <div role="search" class="finder">
      <label class="visually-hidden" for="search">${t("search")}</label>
      <input class="form-control" id="search" type="search" placeholder=${t("search")} autocomplete="off"
        .value=${seen.text} @input=${find}>
      <div class="chips" role="group" aria-label=${t("filter")}>
        ${FILTERS.map(([name, label]) => html`
          <button type="button" class="chip" aria-pressed=${seen.filter === name}
            @click=${() => look({ filter: name })}>
            ${label} <span class="of">${findDoors(picture.doors, name, "").length}</span>
          </button>`)}
      </div>
    </div>`;
}

function look(change) {
  Object.assign(seen, { shown: CHUNK }, change);
  paint();
}

function rows(found) {
  if (!found.length) return html`<p class="panel" role="status">${t("none_found")}</p>`;
  return html`
    <ul class="rows panel doors">${repeat(found.slice(0, seen.shown), (door) => door.key, row)}</ul>
    ${found.length > seen.shown
      ? html`<button type="button" class="btn btn-outline-primary wide" ${ref(growWhenSeen)} @click=${grow}>
          ${t("show_more")}
        </button>`
      : nothing}`;
}

function grow() {
  seen.shown += CHUNK;
  paint();
}

let watcher = null;

function growWhenSeen(button) {
  watcher?.disconnect();
  if (!button || !("IntersectionObserver" in window)) return;
  watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && grow());
  watcher.observe(button);
}

function row(door) {
  return html`
    <li>
      <a class="row-link" href="#/door/${door.key}">
        <span class="who"><strong>${door.head}</strong> <span class="of">${door.code}</span><br>
          <span class="of">${placeOf(door)}</span></span>
        <span class="end">${tagOf(door)}${marks(door)}</span>
      </a>
    </li>`;
}

/** Village, alley and house; the village only where there are several. */
export function placeOf(door) {
  const village = picture.villages.length > 1 ? picture.villages.find(({ id }) => id === door.village)?.name : "";
  return [village, door.alley, door.house].filter(Boolean).join(" · ");
}

export function knownOf(door) {
  const { smartphones, installed } = door;
  if (door.state !== "completed") return STATES[door.state];
  return smartphones ? t("state_phones", { installed, smartphones }) : t("state_no_smartphone");
}

function tagOf(door) {
  const isLacking = door.state !== "moved_away" && (door.state !== "completed" || door.installed < door.smartphones);
  const look = door.state === "unvisited" ? "behind" : isLacking ? "care" : "good";
  return html`<span class="tag ${look}">${knownOf(door)}</span>`;
}

function marks(door) {
  const marked = [[door.made, t("tag_new")], [door.hasDraft, t("tag_draft")], [door.isUnsent, t("tag_unsent")]];
  const said = marked.filter(([holds]) => holds).map(([, words]) => words);
  return said.length ? html`<span class="of marks">${said.join(" · ")}</span>` : nothing;
}
