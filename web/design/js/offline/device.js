// Whether this device still holds what it holds: it empties itself when its time is over, and when the office has ended it. This
// part stands in the script of every page, so that a device is emptied wherever in linli it is next reached.

import { box, database, drop, later, rows, storeOf } from "./store.js";

/** How long rows are kept, in milliseconds: casefile.OfflineKept. */
export const kept = 72 * 60 * 60 * 1000;

/** Empties the device: the rows, the page, and the worker that kept it. */
export async function wipe() {
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(database);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  for (const name of await caches.keys()) if (name.startsWith("linli-")) await caches.delete(name);
  const worker = await navigator.serviceWorker?.getRegistration("/offline");
  await worker?.unregister();
}

/** Asks the office whether the device stands; nothing where there is no line. */
export async function standing(token) {
  if (!navigator.onLine) return null;
  try {
    const answer = await fetch("/offline/standing", { headers: { Accept: "application/json", ...(token && { "X-Linli-Device": token }) }, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** What stands in the box, after everything whose time is over is gone; nothing where there is no box any more. */
export async function current() {
  const now = Date.now();
  const held = await box();
  if (!held) return null;
  if (held.expires < now) {
    await wipe();
    return null;
  }
  for (const row of await rows()) if (row.expires < now) await drop(row.id);
  return held;
}

/** Looks after a device that has a box, on whatever page it is reached. */
export async function lookAfter() {
  if (!window.isSecureContext || !window.indexedDB?.databases) return;
  const there = (await indexedDB.databases()).map((d) => d.name);
  if (there.includes(later)) await tidy();
  if (!there.includes(database)) return;
  const held = await current();
  if (held && (await standing(held.device))?.device === "ended") await wipe();
}

/** Takes away what was reported without an account and has arrived, as this page says, and what is over. */
async function tidy() {
  const { arrived } = document.querySelector("[data-arrived]")?.dataset ?? {};
  const at = storeOf(later);
  for (const row of await at.rows()) if (row.expires < Date.now() || arrived && [row.id, row.of].includes(arrived)) await at.drop(row.id);
}
