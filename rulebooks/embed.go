// Package rulebooks holds the rulebooks that linli ships, as data. Each folder is one rulebook; package rulebook reads them.
package rulebooks

import "embed"

// Imagined is the id of the rulebook of an office that there is not: it shows what the format can say, and its law is invented. No
// office is opened under it.
const Imagined = "demo"

// FS has one folder a rulebook: fs.Sub(FS, "cn") is the rulebook cn.
//
//go:embed all:cn all:cn-town all:demo all:generic all:us-ny
var FS embed.FS
