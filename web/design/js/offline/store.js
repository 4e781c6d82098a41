// The rows of the device, in IndexedDB: "box" holds one row about the device, "rows" the sealed drafts and things taken along,
// of which nothing but a random name, an order and the end of their time can be read.

export const database = "linli-offline";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("box");
    request.result.createObjectStore("rows", { keyPath: "id" });
  };
  return done(request);
}

async function within(store, mode, act) {
  const db = await open();
  try {
    const t = db.transaction(store, mode);
    const ended = new Promise((resolve, reject) => {
      t.oncomplete = resolve;
      t.onabort = t.onerror = () => reject(t.error);
    });
    const result = await act(t.objectStore(store));
    await ended;
    return result;
  } finally {
    db.close();
  }
}

export const box = () => within("box", "readonly", (s) => done(s.get("box")));
export const setBox = (value) => within("box", "readwrite", (s) => done(s.put(value, "box")));
export const rows = () => within("rows", "readonly", (s) => done(s.getAll()));
export const put = (row) => within("rows", "readwrite", (s) => done(s.put(row)));
export const drop = (id) => within("rows", "readwrite", (s) => done(s.delete(id)));

/** Counts one more try of a PIN before it is looked at, in one transaction: closing the page takes no try back. */
export const countTry = () => within("box", "readwrite", async (s) => {
  const now = await done(s.get("box"));
  now.tries += 1;
  await done(s.put(now, "box"));
  return now.tries;
});
