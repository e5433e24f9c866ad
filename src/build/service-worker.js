/*
 * Keeps this page at hand for when there is no network; laid beside the page by src/build/offline.mjs, which fills in
 * what to keep. It is no part of the page and never sees a file or a row: it takes no messages, and answers for nothing
 * but the page's own file and its manifest. Both come from the network where there is one, so that an opening has the
 * newest version, and a page that is open is never touched. What is kept is only what has the SHA-256 named here.
 */
const kept = __KEPT__ // path → integrity
const patienceMs = 3000
const ofThisPage = `good-enough ${registration.scope} `
const cacheName = ofThisPage + __DIGEST__

addEventListener('install', (event) => event.waitUntil(keep()))
addEventListener('activate', (event) => event.waitUntil(takeOver()))
addEventListener('fetch', (event) => {
  const path = keptPath(event.request)
  if (path !== null) event.respondWith(answer(event.request, path))
})

async function keep() {
  const cache = await caches.open(cacheName)
  await cache.addAll(
    Object.entries(kept).map(([path, integrity]) => new Request(path, { integrity, cache: 'no-cache' })),
  )
  await skipWaiting()
}

/** Other pages of this host keep caches of their own. */
async function takeOver() {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith(ofThisPage) && name !== cacheName).map((name) => caches.delete(name)),
  )
  await clients.claim()
}

/** The kept file that a request is for, whatever its query; null where it is for something else. */
function keptPath({ method, url }) {
  const { origin, pathname } = new URL(url)
  const address = origin + pathname
  if (method !== 'GET' || !address.startsWith(registration.scope)) return null
  const path = address.slice(registration.scope.length).replace(/^(?:index\.html)?$/, './')
  return path in kept ? path : null
}

async function answer(request, path) {
  const late = new Promise((_, fail) => setTimeout(fail, patienceMs))
  const response = await Promise.race([fetch(request), late]).catch(() => undefined)
  if (response !== undefined && response.status < 500) return response
  const cache = await caches.open(cacheName)
  return (await cache.match(path)) ?? fetch(request)
}
