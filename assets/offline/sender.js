// Sends the outbox whenever there is hope: the page calls `send()` on start, on `online`, when it becomes visible,
// after a save and by button; after a failure it tries again by itself, ever more slowly.
import { tabId } from "./device.js";
import { LEASE_MS, returnLease, takeLease } from "./lease.js";
import { KEPT, setAside, settle, takeBatch } from "./outbox.js";
import { NoConnection, ping, post, Refused, SignedOut } from "./server.js";

const BATCH = 50;
const BROKEN_MOST = 3; // rows that break the portal in one round; more of them, and it is the portal that is broken
const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 5 * 60_000;

/** 5 s, 10 s, … 5 minutes, each shortened by up to half so that phones do not come all at once. */
export function delayAfter(failures, random = Math.random()) {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)) * (1 - random / 2);
}

/**
 * `describe()` gives {id, name, app} of the device; `summarise(row)` what a receipt keeps; `onSession(session)` is
 * awaited before anything is sent; `onSetAside(n)` hears how many rows wait for the officer; `onState(name)` is told
 * "sending", "online", "offline" or "signed_out";
 * `onFault(fault)` hears of what is no matter of connection.
 */
export function createSender({ database, address, describe, summarise, onSession, onState, onSetAside, onFault }) {
  const holder = tabId();
  let running = null;
  let again = false;
  let hasGreeted = false;
  let failures = 0;
  let timer = 0;

  /** There is new hope: the count of failures begins anew. */
  function send() {
    failures = 0;
    return retry();
  }

  function retry() {
    if (running) again = true;
    running ??= attempt().finally(() => {
      running = null;
      if (again) retry();
      again = false;
    });
    return running;
  }

  async function attempt() {
    clearTimeout(timer);
    try {
      const session = await ping();
      await onSession(session);
      if (!session.user) throw new SignedOut();
      onState("sending");
      if (await takeLease(database, holder)) await emptyOutbox().finally(() => returnLease(database, holder));
      else timer = setTimeout(retry, LEASE_MS); // should the tab that sends be closed meanwhile
      failures = 0;
      onState("online");
    } catch (fault) {
      if (fault instanceof SignedOut) return onState("signed_out"); // signing in loads the page anew
      failures += 1;
      timer = setTimeout(retry, delayAfter(failures));
      if (fault instanceof NoConnection || fault instanceof Refused) return onState("offline");
      onFault(fault);
    }
  }

  async function emptyOutbox() {
    const passedOver = new Set();
    let broken = 0;
    let size = BATCH;
    let hasSent = false;
    let asideN = 0;
    for (;;) {
      const { batch, unsent, oldest } = await takeBatch(database, size, passedOver);
      if (!batch.length) {
        if (hasSent || !hasGreeted) await say([], unsent, oldest); // a heartbeat: how much waits on this phone
        hasGreeted = true;
        if (asideN) onSetAside(asideN);
        return;
      }
      let answer = null;
      try {
        answer = await say(batch, unsent, oldest);
        hasSent = true;
      } catch (fault) {
        if (![400, 413, 500].includes(fault.status) || broken === BROKEN_MOST) throw fault;
        if (batch.length === 1) {
          passedOver.add(batch[0].uuid); // this one stays; the others go on
          broken += 1;
        }
        size = Math.max(1, Math.floor(size / 2));
      } finally {
        await settle(database, batch, answer, summarise);
      }
      if (answer) staying(batch, answer).forEach((uuid) => passedOver.add(uuid));
      asideN += setAside(answer?.results ?? []).length;
      onState("sending");
      await takeLease(database, holder);
    }
  }

  async function say(batch, unsent, oldest) {
    const { csrf } = await ping(); // just before: a page opened days ago can still send
    return post(address, {
      device: { ...describe(), unsent, oldest },
      sent_at: new Date().toISOString(),
      records: batch.map((row) => row.record),
    }, csrf);
  }

  return { send };
}

// A row without a result, or with one that leaves it here, is not sent again in this round: on a full phone it could
// not even be marked, and would be taken for the next batch at once, without end.
function staying(batch, answer) {
  const gone = new Set((answer.results ?? []).filter(({ status }) => KEPT.includes(status)).map(({ uuid }) => uuid));
  return batch.map((row) => row.uuid).filter((uuid) => !gone.has(uuid));
}
