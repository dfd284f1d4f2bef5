// The service worker of an offline page: keeps the page itself, nothing else. Above these lines the portal writes NAME,
// VERSION, SHELL (the page and its hashed files) and LATER (files kept from their first use on). GET only; never /api/;
// the queue belongs to the page.
const CACHE = `${NAME}-${VERSION}`;
const PAGE = SHELL[0];

self.addEventListener("install", (event) => event.waitUntil(fillCache()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || ![...SHELL, ...LATER].includes(pathname)) return;
  event.respondWith(fromCache(event.request, pathname));
});

// A new version waits until the page asks for it: nobody loses what is on the screen. A page that was being loaded
// while the worker came up is taken in when it asks.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "claim") event.waitUntil(self.clients.claim());
});

async function fillCache() {
  const cache = await caches.open(CACHE);
  await Promise.all(SHELL.map(async (address) => {
    const response = await fetch(address, { cache: "no-cache", redirect: "error" });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    if (address === PAGE && !(await response.clone().text()).includes(VERSION)) throw new Error("another version");
    await cache.put(address, response);
  }));
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(`${NAME}-`) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(request, address) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(address);
  if (kept) return kept;
  const response = await fetch(request);
  if (LATER.includes(address) && response.ok) await cache.put(address, response.clone());
  return response;
}
