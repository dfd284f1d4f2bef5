// The outbox as a file, and back: for a phone that will not send, or is to be replaced.

const FORMAT = "thongnhat-outbox";
const VERSION = 1;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/; // as the portal writes it back

/** An ISO moment of the portal's time. */
export function isMoment(text) {
  return typeof text === "string" && /^20\d\d-/.test(text) && !Number.isNaN(Date.parse(text));
}

export class NotAnOutbox extends Error {}

export function exportOutbox(device, rows) {
  const file = { format: FORMAT, version: VERSION, device, exported_at: new Date().toISOString(), rows };
  return new Blob([JSON.stringify(file, null, 1)], { type: "application/json" });
}

export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Takes rows in that are neither in the outbox nor receipted; says how many were taken and how many were known.
 * `isRecord(record)`: whether the page can draw and send it. One that it cannot would hide all others.
 */
export async function importOutbox(database, text, isRecord) {
  const rows = readRows(text, isRecord);
  return database.run(["outbox", "receipts"], "readwrite", async (tx) => {
    const outbox = tx.objectStore("outbox");
    let taken = 0;
    for (const row of rows) {
      if ((await outbox.get(row.uuid)) || (await tx.objectStore("receipts").get(row.uuid))) continue;
      await outbox.add({ ...row, sending_at: null });
      taken += 1;
    }
    return { taken, known: rows.length - taken };
  });
}

function readRows(text, isRecord) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new NotAnOutbox();
  }
  const isSound = (row) =>
    UUID.test(row?.uuid) && row.record?.uuid === row.uuid && isMoment(row.queued_at) && isRecord(row.record);
  if (file?.format !== FORMAT || file.version !== VERSION || !Array.isArray(file.rows) || !file.rows.every(isSound)) throw new NotAnOutbox();
  return file.rows;
}
