// Brings the fonts of the printed documents into the Go tree, as platform/document/fonts/*.ttf.gz.
//
// Regular is kept whole, because a name may hold any character. Bold only serves headings and labels, so it keeps the
// outlines of the everyday characters (GB/T 2312 for Simplified, the frequent half of Big5 for Traditional) and the rest
// of a heading falls back to Regular: two whole bold fonts would cost 11 MB of binary. Layout tables that the PDF writer
// never reads are left out. Run: node build/fonts.mjs
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants, gzipSync } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const from = join(root, 'node_modules', '@expo-google-fonts')
const to = join(root, 'platform', 'document', 'fonts')
const kept = ['OS/2', 'cmap', 'cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post', 'prep']

const faces = [
  { file: 'NotoSansSC-Regular', source: 'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf' },
  { file: 'NotoSansSC-Bold', source: 'noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf', only: doubleByte('gbk', 0xb0, 0xf7, 0xa1, 0xfe) },
  { file: 'NotoSansTC-Regular', source: 'noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf' },
  { file: 'NotoSansTC-Bold', source: 'noto-sans-tc/700Bold/NotoSansTC_700Bold.ttf', only: doubleByte('big5', 0xa4, 0xc6, 0x40, 0xfe) },
]

mkdirSync(to, { recursive: true })
for (const face of faces) {
  const tables = read(readFileSync(join(from, face.source)))
  if (face.only) thin(tables, face.only)
  const packed = gzipSync(write(tables), { level: constants.Z_BEST_COMPRESSION })
  packed[9] = 255 // the operating-system byte, so that the same input gives the same file everywhere
  writeFileSync(join(to, `${face.file}.ttf.gz`), packed)
  console.log(`${face.file}  ${(packed.length / 1e6).toFixed(2)} MB`)
}
copyFileSync(join(from, 'noto-sans-sc', 'LICENSE_FONT'), join(to, 'OFL.txt'))

// doubleByte lists the code points of a rectangle of a two-byte character set, and every code point below U+3100.
function doubleByte(encoding, lead0, lead1, trail0, trail1) {
  const wanted = new Set()
  for (let c = 0x20; c < 0x3100; c++) wanted.add(c)
  for (let c = 0xff00; c < 0xfff0; c++) wanted.add(c)
  const decoder = new TextDecoder(encoding)
  for (let lead = lead0; lead <= lead1; lead++) {
    for (let trail = trail0; trail <= trail1; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      if ([...text].length === 1 && text !== '\ufffd') wanted.add(text.codePointAt(0))
    }
  }
  return wanted
}

function read(file) {
  const tables = new Map()
  const count = file.readUInt16BE(4)
  for (let i = 0; i < count; i++) {
    const at = 12 + 16 * i
    const tag = file.toString('latin1', at, at + 4)
    const offset = file.readUInt32BE(at + 8)
    if (kept.includes(tag)) tables.set(tag, file.subarray(offset, offset + file.readUInt32BE(at + 12)))
  }
  return tables
}

// thin empties the outline of every glyph that no wanted code point reaches; glyph numbers and widths stay.
function thin(tables, wanted) {
  const loca = tables.get('loca')
  const glyf = tables.get('glyf')
  const long = tables.get('head').readUInt16BE(50) === 1
  const glyphs = tables.get('maxp').readUInt16BE(4)
  const start = (g) => (long ? loca.readUInt32BE(4 * g) : 2 * loca.readUInt16BE(2 * g))
  const need = new Set([0])
  const add = (g) => {
    if (need.has(g)) return
    need.add(g)
    if (start(g) === start(g + 1) || glyf.readInt16BE(start(g)) >= 0) return
    for (let at = start(g) + 10, more = true; more; ) {
      const flags = glyf.readUInt16BE(at)
      add(glyf.readUInt16BE(at + 2))
      at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 64 ? 4 : flags & 128 ? 8 : 0)
      more = (flags & 32) !== 0
    }
  }
  for (const [code, glyph] of characters(tables.get('cmap'))) if (wanted.has(code)) add(glyph)
  const parts = []
  const index = Buffer.alloc(4 * (glyphs + 1))
  let at = 0
  for (let g = 0; g < glyphs; g++) {
    index.writeUInt32BE(at, 4 * g)
    if (!need.has(g)) continue
    const outline = glyf.subarray(start(g), start(g + 1))
    const padded = Buffer.alloc((outline.length + 3) & ~3)
    outline.copy(padded)
    parts.push(padded)
    at += padded.length
  }
  index.writeUInt32BE(at, 4 * glyphs)
  const head = Buffer.from(tables.get('head'))
  head.writeUInt16BE(1, 50)
  tables.set('head', head).set('glyf', Buffer.concat(parts)).set('loca', index)
}

// characters yields [code point, glyph] of the font's full-repertoire table (format 12).
function* characters(cmap) {
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const at = cmap.readUInt32BE(4 + 8 * i + 4)
    if (cmap.readUInt16BE(at) !== 12) continue
    for (let g = 0; g < cmap.readUInt32BE(at + 12); g++) {
      const group = at + 16 + 12 * g
      const [first, last, glyph] = [cmap.readUInt32BE(group), cmap.readUInt32BE(group + 4), cmap.readUInt32BE(group + 8)]
      for (let c = first; c <= last; c++) yield [c, glyph + c - first]
    }
    return
  }
  throw new Error('the font has no format 12 character table')
}

function write(tables) {
  const tags = [...tables.keys()].sort()
  const head = Buffer.alloc(12 + 16 * tags.length)
  const power = Math.floor(Math.log2(tags.length))
  head.writeUInt32BE(0x00010000, 0)
  head.writeUInt16BE(tags.length, 4)
  head.writeUInt16BE(16 << power, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE(16 * tags.length - (16 << power), 10)
  const parts = [head]
  let at = head.length
  tags.forEach((tag, i) => {
    const table = tables.get(tag)
    const padded = Buffer.alloc((table.length + 3) & ~3)
    table.copy(padded)
    head.write(tag, 12 + 16 * i, 'latin1')
    head.writeUInt32BE(checksum(padded), 16 + 16 * i)
    head.writeUInt32BE(at, 20 + 16 * i)
    head.writeUInt32BE(table.length, 24 + 16 * i)
    parts.push(padded)
    at += padded.length
  })
  return Buffer.concat(parts)
}

function checksum(padded) {
  let sum = 0
  for (let i = 0; i < padded.length; i += 4) sum = (sum + padded.readUInt32BE(i)) >>> 0
  return sum
}
