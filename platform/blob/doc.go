// Package blob 附件 takes in files that people upload, makes them harmless and anonymous, and keeps them under seal.
//
//	upload ──Cleaner.Clean──▶ File (type known, no metadata) ──Packed, vault.Seal──▶ sealed bytes ──Store.Put──▶ a file named by an id
//
// What comes in is one of four types by its content, never by its name: JPEG, PNG, WebP or PDF. Everything else is
// refused with a sentence that says what to do instead.
//
// Images are decoded and encoded again, so that nothing of the file survives but its pixels: no EXIF, GPS, XMP,
// thumbnail, comment, nor anything appended. The orientation that EXIF asked for is applied first. WebP becomes JPEG, or
// PNG where it has transparency. Moving images are refused. A colour profile goes with the metadata: it can name a device, and
// what most telephones write (Display P3) looks a little paler without it. Each picture gets a thumbnail.
//
// HEIC and AVIF are refused here and taken where the sender's own browser can decode them: a script draws them as JPEG before
// they are sent (docs/decisions/0030).
//
// A PDF is read into its objects and written anew from what its pages need. Left out are document properties (Info,
// XMP), page thumbnails, private data of programs, names and dates of annotations, metadata inside embedded photographs,
// and every earlier revision of the file. Refused are PDFs that are encrypted or signed (a signature would not survive),
// and those with scripts, attached files, media or actions beyond plain links. A PDF that cannot be read by its own
// cross-reference table is refused rather than guessed at.
package blob
