// The service worker of a page that a device keeps: /offline, and /report/later. It keeps the page, in each language, and the built files
// that it needs; nothing else passes through it. The page holds nothing of a case; whatever does is fetched anew and kept nowhere.
//
// self.linli, the page's address, the version and the files of this build, stands before this script (web/offline/kept.go).

const { at: home, name, version, files, languages } = self.linli;
const kept = `${name}-${version}`;
const spoken = `${home}/language`; // under which the language that was seen last is kept

async function fetchPage(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error("the page is not given");
  return answer;
}

async function fetchShell(cache) {
  for (const language of languages) await cache.put(`${home}?in=${language}`, await fetchPage(`${home}?in=${language}`));
  await cache.put(spoken, new Response((await fetchPage(home)).headers.get("Content-Language")));
}

async function keep() {
  const cache = await caches.open(kept);
  await cache.addAll(files);
  await fetchShell(cache);
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));

// Before something is taken along the page has itself kept anew: an emptying may have taken away what was kept.
self.addEventListener("message", (event) => event.waitUntil(
  keep().then(() => event.ports[0].postMessage("kept"), () => event.ports[0].postMessage("failed")),
));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const old of await caches.keys()) if (old.startsWith(`${name}-`) && old !== kept) await caches.delete(old);
  await self.clients.claim();
})()));

async function page(request) {
  const cache = await caches.open(kept);
  try {
    const answer = await fetch(request);
    const language = answer.headers.get("Content-Language");
    if (answer.ok && language) await cache.put(spoken, new Response(language));
    return answer;
  } catch (error) {
    const asked = new URL(request.url).searchParams.get("lang");
    const language = languages.includes(asked) ? asked : await (await cache.match(spoken))?.text();
    const answer = await cache.match(`${home}?in=${languages.includes(language) ? language : languages[0]}`);
    if (!answer) throw error;
    if (asked) await cache.put(spoken, new Response(language));
    return answer;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const at = new URL(request.url);
  if (request.method !== "GET" || at.origin !== self.location.origin) return;
  if (request.mode === "navigate" && at.pathname === home) event.respondWith(page(request));
  else if (files.includes(at.pathname)) event.respondWith(caches.match(request, { cacheName: kept }).then((held) => held ?? fetch(request)));
});
