// Where the page runs, and what that means for the data it keeps.
const agent = navigator.userAgent;

/** Browsers inside other apps keep their own storage and may throw it away. */
export const isInApp = /Zalo|FBAN|FBAV|Instagram|\bLine\//.test(agent);

const isApple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);

/** In a browser tab iOS deletes a page's data after a week without a visit; on the home screen it does not. */
export const wantsHomeScreen = isApple && !isInApp && navigator.standalone !== true;

/** Set by the portal when a person signs out, taken away when one signs in. */
export function hasSignedOut() {
  return /(^|;\s*)signed_out=1/.test(document.cookie);
}

export async function isPersistent() {
  return (await navigator.storage?.persisted?.()) ?? null;
}

/** Asks the browser to keep the data; it may say no, or ask the person. */
export async function askPersistence() {
  return (await navigator.storage?.persist?.()) ?? null;
}
