// What an offline page keeps on the device, and the picture of it that the screens are drawn from.
import { createDatabase } from "./database.js";
import { createOutboxStores } from "./outbox.js";

// Enough to know a row again that is imported later; nothing of whom it was about.
async function bareReceipts(receipts) {
  for (const { uuid, status, received_at } of await receipts.getAll()) {
    await receipts.put({ uuid, status, received_at, isBare: true });
  }
}

/**
 * `create(db)` makes the page's own stores beside those of the outbox; `read({all, meta})` reads them into the picture
 * and `lay(found)` adds what follows from it. `lists` (stores) and `facts` (keys of meta) belong to whoever is signed
 * in, and go when that is another person. The badge is `outbox.length`, nothing else.
 */
export function createStore({ name, create = () => {}, read, lay = () => ({}), lists = [], facts = [] }) {
  const database = createDatabase(`thongnhat-${name}`, 1, (db) => {
    createOutboxStores(db);
    create(db);
  });
  const picture = { user: null, contact: null, outbox: [], receipts: [], drafts: [] };
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;

  /** Draws the picture anew. */
  async function load() {
    const found = await database.run(["outbox", "receipts", "drafts", "meta", ...lists], "readonly", async (tx) => {
      const all = (store) => tx.objectStore(store).getAll();
      const meta = (key) => tx.objectStore("meta").get(key);
      const [outbox, receipts, drafts] = await Promise.all(["outbox", "receipts", "drafts"].map(all));
      const [user = null, contact = null] = await Promise.all(["user", "contact"].map(meta));
      return { outbox, receipts, drafts, user, contact, ...(await read({ all, meta })) };
    });
    found.drafts = found.drafts.filter((draft) => draft.user === found.user?.id); // another person's stay, unseen
    Object.assign(picture, found, lay(found));
  }

  async function change(stores, work) {
    await database.run(stores, "readwrite", work);
    await changed();
  }

  /** Other tabs look again; used after a change made elsewhere than here. */
  async function changed() {
    await load();
    channel?.postMessage("changed");
  }

  /** Another person, or nobody: the list goes; outbox and drafts stay, of receipts no more than that they are. */
  function becomeUser(user) {
    return change(["meta", "receipts", ...lists], async (tx) => {
      const meta = tx.objectStore("meta");
      const known = await meta.get("user");
      if (known && known.id === user?.id) {
        await meta.put(user, "user");
        return;
      }
      await Promise.all(lists.map((list) => tx.objectStore(list).clear()));
      await Promise.all(facts.map((fact) => meta.delete(fact)));
      await bareReceipts(tx.objectStore("receipts"));
      await (user ? meta.put(user, "user") : meta.delete("user"));
    });
  }

  function keepContact(iso) {
    return change(["meta"], (tx) => tx.objectStore("meta").put(iso, "contact"));
  }

  /** Calls back when another tab has changed the database. */
  function onOtherTabs(callback) {
    if (channel) channel.onmessage = callback;
  }

  return { database, picture, load, change, changed, becomeUser, keepContact, onOtherTabs };
}
