// The keeper's desk: its screens, what it sends, what it hears.
import { html } from "lit-html";
import { happenedAt } from "../offline/outbox.js";
import { outboxView } from "../offline/outbox_page.js";
import { isMoment } from "../offline/transfer.js";
import { createPage } from "../offline/page.js";
import { paint } from "../offline/ui.js";
import { moment, t } from "../offline/words.js";
import { close, keepReader } from "./camera.js";
import { doorView, onDoor } from "./door.js";
import { leavePaper, onEntered, openPaper, paperView } from "./entry.js";
import { scanned, scannedByMistake } from "./scanning.js";
import { meet, refresh, store } from "./store.js";
import { hearKeystrokes } from "./usb.js";
import { maskName, summary } from "./visits.js";

const LOOK_AGAIN_MS = 30_000;
const ROWS = {
  card: t("row_card"),
  cccd: t("row_cccd"),
  bhyt: t("row_bhyt"),
  typed: t("row_typed"),
  paper: t("row_paper"),
};

const page = createPage({
  store,
  address: "/api/v1/check-ins/batch",
  summarise: summary,
  meet,
  right: "can_keep",
  afterState: (connection) => {
    if (connection === "online") refresh().then(paint, () => {}); // if not now, by the next look
  },
  screens: [
    [/^#\/paper$/, paperView, () => openPaper()],
    [/^#\/row\/(.+)$/, paperView, openPaper],
    [/^#\/outbox$/, () => outboxView({ ...page, said, correct, isRecord, file: "luot-vao-chua-gui" })],
    [/^/, doorView, leavePaper],
  ],
});

// Whether an imported row is one of the desk's.
function isRecord({ kind, venue, keeper, entered_at, at }) {
  return ["check_in", "check_out"].includes(kind) && isMoment(entered_at ?? at)
    && Number.isInteger(venue) && Number.isInteger(keeper);
}

// What kind of row, when, and masked of whom while it waits: a receipt knows nobody.
function said(record) {
  const isOne = record.isOne ?? record.check_in;
  const out = isOne ? t("row_check_out") : t("row_everyone");
  const what = record.kind === "check_in" ? ROWS[record.source] : out;
  const name = record.name ? ` · ${maskName(record.name)}` : "";
  return html`<strong>${what}${name}</strong><br><span class="of">${moment(record.happened_at ?? happenedAt(record))}</span>`;
}

function correct({ uuid, record }) {
  return record.kind === "check_in" ? `#/row/${uuid}` : null;
}

onDoor({ saved: page.saved, scanned });
onEntered({ saved: page.saved, scanned: scannedByMistake });
hearKeystrokes(scanned);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && close());
setInterval(() => document.visibilityState === "visible" && page.send(), LOOK_AGAIN_MS);
page.start();
keepReader().catch(() => {}); // without a connection: next time
