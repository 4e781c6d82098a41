// The drafts and the things taken along of whoever has unlocked the device.

import { iterations, keyOf, random, seal, sealBytes, unseal, unsealBytes } from "./crypt.js";
import { current, kept, wipe } from "./device.js";
import { box, countTry, main, setBox } from "./store.js";

/** How many wrong PINs are taken; then the device is emptied. */
export const maxTries = 5;
/** How many characters a PIN has at least. */
export const leastPin = 8;

const mark = "linli"; // what a right PIN opens

export class Drafts {
  /** @param {CryptoKey} key */
  constructor(key, at = main) {
    this.key = key;
    this.at = at;
  }

  /** Prepares an empty device under a PIN. */
  static async begin(pin, device) {
    const salt = random(16);
    const key = await keyOf(pin, salt, iterations);
    await setBox({ salt, iterations, device, tries: 0, expires: Date.now() + kept, check: await seal(key, "box", mark) });
    return new Drafts(key);
  }

  /** Opens the device: the drafts, or how many tries are left; -1 where it was emptied. */
  static async unlock(pin) {
    const held = await current();
    if (!held) return -1;
    const tries = await countTry();
    const key = tries > maxTries ? null : await keyOf(pin, held.salt, held.iterations);
    try {
      await unseal(key, "box", held.check);
      await setBox({ ...(await box()), tries: 0 });
      return new Drafts(key);
    } catch {
      if (tries < maxTries) return maxTries - tries;
      await wipe();
      return -1;
    }
  }

  /** Everything of a kind, in the order in which it was put away. */
  async all(kind) {
    const out = [];
    for (const row of (await this.at.rows()).filter((r) => r.kind === kind).sort((a, b) => a.order - b.order)) {
      out.push({ ...(await unseal(this.key, row.id, row)), id: row.id, order: row.order, expires: row.expires });
    }
    return out;
  }

  /** Puts a value away. What is put away anew keeps its place and the end of its time. */
  async keep(kind, { id, order, expires, ...value }) {
    const held = await this.at.box();
    const before = await this.at.rows();
    const row = { id: id ?? crypto.randomUUID(), kind, order: order ?? Math.max(0, ...before.map((r) => r.order)) + 1, expires: expires ?? Date.now() + kept };
    await this.at.put({ ...row, ...(await seal(this.key, row.id, value)) });
    await this.at.setBox({ ...held, expires: Math.max(held.expires, row.expires) });
    return row;
  }

  /** Puts photographs away with a draft, each sealed, in place of those that it had; they end with the draft. */
  async keepFiles(row, before, files) {
    for (const file of before ?? []) await this.at.drop(file.id);
    const out = [];
    for (const file of files) {
      const id = crypto.randomUUID();
      await this.at.put({ id, kind: "file", of: row.id, order: 0, expires: row.expires, ...(await sealBytes(this.key, id, await file.arrayBuffer())) });
      out.push({ id, name: file.name, type: file.type });
    }
    return out;
  }

  /** A photograph of a draft. */
  async file({ id, name, type }) {
    const row = (await this.at.rows()).find((r) => r.id === id);
    return new File([await unsealBytes(this.key, id, row)], name, { type });
  }

  /** Takes a draft away with its photographs. */
  async drop({ id, files }) {
    for (const file of files ?? []) await this.at.drop(file.id);
    return this.at.drop(id);
  }
}
