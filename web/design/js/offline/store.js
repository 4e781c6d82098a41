// The rows of the device, in IndexedDB: "box" holds one row about the device, "rows" the sealed drafts and things taken along,
// of which nothing but a random name, an order and the end of their time can be read.

export const database = "linli-offline";
export const later = "linli-later"; // of whoever reports without an account

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("box");
    request.result.createObjectStore("rows", { keyPath: "id" });
  };
  return done(request);
}

async function within(name, store, mode, act) {
  const db = await open(name);
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

/** The rows of one database. */
export const storeOf = (name) => ({
  box: () => within(name, "box", "readonly", (s) => done(s.get("box"))),
  /** Sets the box where there is none, and gives what stands then. */
  firstBox: (value) => within(name, "box", "readwrite", async (s) => (await done(s.get("box"))) ?? (await done(s.put(value, "box")), value)),
  setBox: (value) => within(name, "box", "readwrite", (s) => done(s.put(value, "box"))),
  rows: () => within(name, "rows", "readonly", (s) => done(s.getAll())),
  put: (row) => within(name, "rows", "readwrite", (s) => done(s.put(row))),
  drop: (id) => within(name, "rows", "readwrite", (s) => done(s.delete(id))),
});

export const main = storeOf(database);
export const box = main.box;
export const setBox = main.setBox;
export const rows = main.rows;
export const drop = main.drop;

/** Counts one more try of a PIN before it is looked at, in one transaction: closing the page takes no try back. */
export const countTry = () => within(database, "box", "readwrite", async (s) => {
  const now = await done(s.get("box"));
  now.tries += 1;
  await done(s.put(now, "box"));
  return now.tries;
});
