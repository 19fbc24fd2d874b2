// The service worker of one portal. The line before this one holds BUILD: its cache's name and the files of the shell.
//
// It keeps files that never change under their address, and the page that is shown without a connection. Pages and answers of
// the server pass through untouched and are kept nowhere.
const OFFLINE = '/offline';

async function fill() {
  const cache = await caches.open(BUILD.name);
  await cache.addAll(BUILD.files);
  await cache.put(OFFLINE, await offlinePage(''));
}

// Without cookies: nothing that is kept belongs to whoever is signed in.
async function offlinePage(language) {
  const answer = await fetch(language ? `${OFFLINE}?language=${encodeURIComponent(language)}` : OFFLINE, { credentials: 'omit', cache: 'no-cache' });
  if (!answer.ok) throw new Error(`the offline page answers ${answer.status}`);
  return answer;
}

async function speak(language) {
  const cache = await caches.open(BUILD.name);
  const kept = await cache.match(OFFLINE, { ignoreVary: true });
  if (kept && kept.headers.get('content-language') !== language) await cache.put(OFFLINE, await offlinePage(language));
}

async function clean() {
  for (const name of await caches.keys()) if (name !== BUILD.name) await caches.delete(name);
}

async function shell(request) {
  const cache = await caches.open(BUILD.name);
  return (await cache.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const cache = await caches.open(BUILD.name);
    const kept = await cache.match(OFFLINE, { ignoreVary: true });
    if (!kept) throw fault;
    // Told as what it is.
    return new Response(kept.body, { status: 503, statusText: 'Offline', headers: kept.headers });
  }
}

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(clean().then(() => self.clients.claim())));
self.addEventListener('message', (event) => {
  if (event.data?.take === 'over') self.skipWaiting();
  if (event.data?.language) event.waitUntil(speak(String(event.data.language)).catch(() => undefined));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (BUILD.files.includes(address.pathname + address.search)) event.respondWith(shell(request));
});
