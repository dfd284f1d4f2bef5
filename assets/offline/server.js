// Talking to the portal. navigator.onLine is not asked: a phone in a village is often "online" without any answer.

const PATIENCE_MS = 30_000;

export class NoConnection extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(status) {
    super(`the portal answered ${status}`);
    this.status = status;
  }
}

async function ask(address, options = {}) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, {
      cache: "no-store",
      credentials: "same-origin",
      signal: giveUp.signal,
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    if (response.status === 403 || response.status === 401) throw new SignedOut();
    if (!response.ok) throw new Refused(response.status);
    return await response.json();
  } catch (fault) {
    if (fault instanceof SignedOut || fault instanceof Refused) throw fault;
    throw new NoConnection(); // nothing arrived, or a captive portal's page instead of JSON
  } finally {
    clearTimeout(timer);
  }
}

/** Who is signed in, and a fresh CSRF token. Its content is checked: a captive portal also answers 200. */
export async function ping() {
  const answer = await ask("/api/v1/session");
  if (answer?.portal !== "thongnhat-portal") throw new NoConnection();
  return answer;
}

export function get(address) {
  return ask(address);
}

export function post(address, body, csrf) {
  return ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify(body),
  });
}
