// Package rulebooks holds the rulebooks that linli ships, as data. Each folder is one rulebook; package rulebook reads them.
package rulebooks

import "embed"

// FS has one folder a rulebook: fs.Sub(FS, "cn") is the rulebook cn.
//
//go:embed all:cn all:cn-town all:generic all:us-ny
var FS embed.FS
