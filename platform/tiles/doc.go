// Package tiles reads the base map of an office from one file: a PMTiles archive, version 3, of raster tiles (PNG, JPEG or
// WebP). The file lies in the data folder, so that a map needs no other service, and nobody else learns what is looked at.
//
//	header (127 bytes) · root directory · metadata (JSON) · leaf directories · tiles
//
// A directory lists tiles by a number that follows the Hilbert curve of each zoom level. The format is described at
// github.com/protomaps/PMTiles, spec/v3. What stands in the file is trusted as little as an upload: every place in it is
// compared with its size, and every directory has a limit.
package tiles
