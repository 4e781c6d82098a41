// The task of the page "wait": for each part a number with which the SHA-256 of "token:part:number" begins with so many bits
// of nought. It tells after each part what it has found.

const together = 256; // hashes that are asked for at once

const zeros = (hash) => {
  const start = new DataView(hash).getUint32(0);
  return Math.clz32(start);
};

const solve = async (token, part, bits) => {
  const text = new TextEncoder();
  for (let from = 0; ; from += together) {
    const hashes = await Promise.all(Array.from({ length: together }, (_, i) =>
      crypto.subtle.digest("SHA-256", text.encode(`${token}:${part}:${from + i}`))));
    const found = hashes.findIndex((hash) => zeros(hash) >= bits);
    if (found >= 0) return from + found;
  }
};

addEventListener("message", async ({ data: { token, bits, parts } }) => {
  const found = [];
  for (let part = 0; part < parts; part++) {
    found.push(await solve(token, part, bits));
    postMessage(found);
  }
});
