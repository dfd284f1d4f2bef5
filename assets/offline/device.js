// What a device says of itself.

/** A random UUID; crypto.randomUUID is missing before iOS 15.4 and on plain http. */
export function newUuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const SYSTEMS = [
  [/iPhone|iPad|iPod/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS/, "macOS"],
  [/Linux/, "Linux"],
];
const BROWSERS = [
  [/Zalo/, "Zalo"],
  [/FBAN|FBAV/, "Facebook"],
  [/coc_coc/, "Cốc Cốc"],
  [/SamsungBrowser/, "Samsung"],
  [/Edg/, "Edge"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];

/** "Android · Chrome": enough to recognise a phone among several, not to track one. */
export function deviceName(agent = navigator.userAgent) {
  return `${match(SYSTEMS, agent)} · ${match(BROWSERS, agent)}`;
}

function match(known, agent) {
  return known.find(([pattern]) => pattern.test(agent))?.[1] ?? "?";
}

/** The same through reloads of a tab: a page reloaded while it sent finds its own lease, not a stranger's. */
export function tabId() {
  try {
    sessionStorage.tab ??= newUuid();
    return sessionStorage.tab;
  } catch {
    return newUuid(); // storage is forbidden here
  }
}

/** The device's own id, made once. */
export function deviceId(database) {
  return database.run(["meta"], "readwrite", async (tx) => {
    const store = tx.objectStore("meta");
    const known = await store.get("device");
    if (known) return known;
    const made = newUuid();
    await store.put(made, "device");
    return made;
  });
}
