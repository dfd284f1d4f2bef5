// The outbox as a file, and back: for a phone that will not send, or is to be replaced.

const FORMAT = "thongnhat-outbox";

export class NotAnOutbox extends Error {}

export function exportOutbox(device, rows) {
  const file = { format: FORMAT, version: 1, device, exported_at: new Date().toISOString(), rows };
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

/** Takes rows in that are neither in the outbox nor receipted; says how many were taken and how many were known. */
export async function importOutbox(database, text) {
  const rows = readRows(text);
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

function readRows(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new NotAnOutbox();
  }
  const isSound = (row) => typeof row?.uuid === "string" && row.record?.uuid === row.uuid && Boolean(row.queued_at);
  if (file?.format !== FORMAT || !Array.isArray(file.rows) || !file.rows.every(isSound)) throw new NotAnOutbox();
  return file.rows;
}
