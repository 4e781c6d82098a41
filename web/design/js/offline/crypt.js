// What lies on the device is sealed with AES-GCM under a key that the device PIN gives (PBKDF2, SHA-256). The key is made
// anew from the PIN each time, cannot be read out, and is kept nowhere.

/** OWASP's figure of 2023 for PBKDF2 with SHA-256; a PIN is checked in about a second on a cheap telephone. */
export const iterations = 600_000;

/** @returns {Uint8Array} */
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @param {string} pin @param {Uint8Array} salt @returns {Promise<CryptoKey>} */
export async function keyOf(pin, salt, rounds) {
  const from = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Seals bytes to the name of the row that they lie in. */
export async function sealBytes(key, to, bytes) {
  const iv = random(12);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(to) }, key, bytes) };
}

/** Throws where the key or the row is another. */
export const unsealBytes = (key, to, { iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(to) }, key, data);

const bound = (to) => new TextEncoder().encode(to);

/** Seals a value to the name of the row that it lies in, so that rows cannot be exchanged. */
export async function seal(key, to, value) {
  return sealBytes(key, to, new TextEncoder().encode(JSON.stringify(value)));
}

/** Throws where the key or the row is another. */
export async function unseal(key, to, sealed) {
  return JSON.parse(new TextDecoder().decode(await unsealBytes(key, to, sealed)));
}
