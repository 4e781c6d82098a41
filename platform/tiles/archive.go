package tiles

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"html"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"linli/platform/geo"
)

// Facts is what a page needs to show the map. Degrees are those of Datum.
type Facts struct {
	Kind                     string // media type of the tiles
	MinZoom, MaxZoom, Zoom   int
	West, South, East, North float64
	Lat, Long                float64 // of the middle
	Attribution              string  // plain text
	Datum                    geo.Datum
	Mark                     string // changes when the file does
}

// Archive is an open base map. It is safe for concurrent use.
type Archive struct {
	file  *os.File
	head  header
	facts Facts
	root  []entry

	mu     sync.Mutex
	leaves map[uint64][]entry
}

// ErrNoTile: the map shows nothing there.
var ErrNoTile = errors.New("tiles: no such tile")

// Open opens the base map. Without a file there is no map: nil and no error.
//
// The metadata names who made the map ("attribution") and, where the map is shifted as maps of mainland China are, its
// datum ("datum": "gcj02" or "bd09").
func Open(path string) (_ *Archive, err error) {
	f, err := os.Open(path) //nolint:gosec // the operator's own file
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // an office without a map
	}
	if err != nil {
		return nil, fmt.Errorf("opening the base map: %w", err)
	}
	a := &Archive{file: f, leaves: map[uint64][]entry{}}
	if err := a.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("reading the base map: %w", err), f.Close())
	}
	return a, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.file.Close() }

// Facts tells what the archive says of itself.
func (a *Archive) Facts() Facts { return a.facts }

func (a *Archive) read() error {
	about, err := a.file.Stat()
	if err != nil {
		return err
	}
	b := make([]byte, headerSize)
	if _, err := a.file.ReadAt(b, 0); err != nil {
		return errors.New("the file is too short")
	}
	h, err := readHeader(b, about.Size())
	if err != nil {
		return err
	}
	a.head = h
	if a.root, err = a.directory(h.root); err != nil {
		return err
	}
	mark := fnv.New64a()
	_, _ = fmt.Fprint(mark, about.Size(), about.ModTime().UnixNano())
	a.facts = Facts{Kind: h.kind, MinZoom: h.minZoom, MaxZoom: h.maxZoom, Zoom: min(max(h.zoom, h.minZoom), h.maxZoom), West: h.west, South: h.south, East: h.east, North: h.north,
		Lat: h.lat, Long: h.long, Datum: geo.WGS84, Mark: strconv.FormatUint(mark.Sum64(), 36)}
	if !(h.lat > h.south && h.lat < h.north && h.long > h.west && h.long < h.east) {
		a.facts.Lat, a.facts.Long = (h.south+h.north)/2, (h.west+h.east)/2
	}
	return a.metadata()
}

var markup = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<[^>]*>`) })

func (a *Archive) metadata() error {
	b, err := a.span(a.head.metadata, maxMetadata)
	if err != nil || len(b) == 0 {
		return err
	}
	if b, err = a.head.unpack(b); err != nil {
		return err
	}
	var m struct {
		Attribution string    `json:"attribution"`
		Datum       geo.Datum `json:"datum"`
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("its metadata: %w", err)
	}
	if m.Datum != "" {
		if _, err := geo.New(30, 120, m.Datum); err != nil {
			return fmt.Errorf("its metadata names the datum %q", m.Datum)
		}
		a.facts.Datum = m.Datum
	}
	a.facts.Attribution = strings.TrimSpace(html.UnescapeString(markup().ReplaceAllString(m.Attribution, "")))
	return nil
}

func (a *Archive) span(s span, most uint64) ([]byte, error) {
	if s.size > most {
		return nil, errors.New("a part that is too large")
	}
	b := make([]byte, s.size)
	if _, err := a.file.ReadAt(b, int64(s.at)); err != nil { //nolint:gosec // within the file
		return nil, fmt.Errorf("reading the base map: %w", err)
	}
	return b, nil
}

func (a *Archive) directory(s span) ([]entry, error) {
	b, err := a.span(s, maxDirectory)
	if err != nil {
		return nil, err
	}
	if b, err = a.head.unpack(b); err != nil {
		return nil, err
	}
	return readDirectory(b)
}

// within is the part of a section, which it must not leave.
func within(section span, e entry) (span, error) {
	if e.at > section.size || e.size > section.size-e.at {
		return span{}, errDirectory
	}
	return span{section.at + e.at, e.size}, nil
}

func (a *Archive) leaf(e entry) ([]entry, error) {
	a.mu.Lock()
	list, ok := a.leaves[e.at]
	a.mu.Unlock()
	if ok {
		return list, nil
	}
	s, err := within(a.head.leaves, e)
	if err != nil {
		return nil, err
	}
	if list, err = a.directory(s); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.leaves) >= keptLeaves {
		clear(a.leaves)
	}
	a.leaves[e.at] = list
	return list, nil
}

// Tile reads one tile: its picture, of the type that [Facts] names. Errors: [ErrNoTile] outside the map; others where the file
// is damaged.
func (a *Archive) Tile(z, x, y int) ([]byte, error) {
	if z < a.head.minZoom || z > a.head.maxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return nil, ErrNoTile
	}
	list, tile := a.root, number(z, x, y)
	for range deepestLeaves + 1 {
		e, ok := find(list, tile)
		if !ok {
			return nil, ErrNoTile
		}
		if e.run > 0 {
			s, err := within(a.head.data, e)
			if err != nil {
				return nil, err
			}
			return a.span(s, maxTile)
		}
		var err error
		if list, err = a.leaf(e); err != nil {
			return nil, err
		}
	}
	return nil, errDirectory
}
