package release

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/rulebook"
)

// Bounds of a folder that comes in. A rulebook of a whole township is a tenth of them.
const (
	maxFiles   = 500
	maxFile    = 512 << 10 // bytes of one file
	maxFolder  = 8 << 20   // bytes of all files together
	MaxArchive = 4 << 20   // bytes of a zip file
)

// Folder holds the files of a rulebook by their names.
type Folder map[string][]byte

var (
	fileForm = regexp.MustCompile(`^([a-z][a-z0-9_-]*|tests/[A-Za-z0-9][A-Za-z0-9._-]*|texts/[A-Za-z][A-Za-z-]*)\.yaml$|^documents/[a-z0-9][a-z0-9-]*\.[A-Za-z-]+\.md$|^returns/[a-z0-9][a-z0-9_-]*\.[A-Za-z-]+\.xlsx$`)
	place    = "known are NAME.yaml, tests/NAME.yaml, texts/LANGUAGE.yaml, documents/NAME.LANGUAGE.md and returns/NAME.LANGUAGE.xlsx"
)

// fits tells what no folder may hold, whatever stands in the file.
func fits(name string, body []byte) (_ rulebook.Finding, ok bool) {
	f := rulebook.Finding{File: name, Line: 1, Col: 1}
	at := 0
	switch {
	case len(name) > 100 || !fileForm.MatchString(name):
		f.Reason = "this is no file of a rulebook: " + place
	case len(body) > maxFile:
		f.Reason = fmt.Sprintf("the file is larger than %d KiB", maxFile>>10)
	case Workbook(name): // the rulebook's own reading looks into it
		return f, true
	case invalid(body) >= 0:
		at, f.Reason = invalid(body), "this is not UTF-8: save the file as UTF-8"
	case bytes.IndexByte(body, 0) >= 0:
		at, f.Reason = bytes.IndexByte(body, 0), "this is no text"
	default:
		return f, true
	}
	f.Line, f.Col = 1+bytes.Count(body[:at], []byte("\n")), 1+utf8.RuneCount(body[bytes.LastIndexByte(body[:at], '\n')+1:at])
	return f, false
}

// Workbook reports whether a file is the template of a workbook, which is no text: it comes and goes as a file.
func Workbook(name string) bool { return strings.HasSuffix(name, ".xlsx") }

// invalid is the place of the first byte that is no UTF-8, or -1.
func invalid(body []byte) int {
	for i := 0; i < len(body); {
		c, size := utf8.DecodeRune(body[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// Read reads a zip file into a folder. What it says of its own sizes is not believed: reading ends where a bound is passed.
// With findings there is no folder.
func Read(archive []byte) (Folder, []rulebook.Finding) {
	whole := func(reason string, args ...any) []rulebook.Finding {
		return []rulebook.Finding{{File: "folder.zip", Line: 1, Col: 1, Reason: fmt.Sprintf(reason, args...)}}
	}
	if len(archive) > MaxArchive {
		return nil, whole("the file is larger than %d MiB", MaxArchive>>20)
	}
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, whole("this is no zip file of a folder")
	}
	files := slices.DeleteFunc(slices.Clone(z.File), func(f *zip.File) bool { return strings.HasSuffix(f.Name, "/") })
	if len(files) > maxFiles || len(z.File) > 2*maxFiles {
		return nil, whole("the folder has more than %d files", maxFiles)
	}
	folder, total := Folder{}, 0
	var wrong []rulebook.Finding
	above := top(files)
	for _, f := range files {
		name := strings.TrimPrefix(f.Name, above)
		if _, twice := folder[name]; twice {
			wrong = append(wrong, rulebook.Finding{File: name, Line: 1, Col: 1, Reason: "the folder has this file twice"})
			continue
		}
		if !f.Mode().IsRegular() {
			wrong = append(wrong, rulebook.Finding{File: name, Line: 1, Col: 1, Reason: "this is no plain file"})
			continue
		}
		body, err := part(f)
		if total += len(body); err != nil || total > maxFolder {
			if err != nil {
				return nil, whole("%s cannot be read", name)
			}
			return nil, whole("the folder has more than %d MiB", maxFolder>>20)
		}
		if finding, ok := fits(name, body); !ok {
			wrong = append(wrong, finding)
			continue
		}
		folder[name] = body
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	if folder["rulebook.yaml"] == nil {
		return nil, whole("rulebook.yaml is missing")
	}
	return folder, nil
}

// part reads one file, at most a byte beyond its bound.
func part(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxFile+1))
}

// top is the one folder in which all files of an archive lie, with its slash; empty where there is none.
func top(files []*zip.File) string {
	i := slices.IndexFunc(files, func(f *zip.File) bool { return path.Base(f.Name) == "rulebook.yaml" && strings.Count(f.Name, "/") <= 1 })
	if i < 0 {
		return ""
	}
	return strings.TrimSuffix(files[i].Name, "rulebook.yaml")
}

// Archive is the folder as a zip file: the same bytes for the same files.
func (f Folder) Archive() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(f[name])
		}
		if err != nil {
			return nil, fmt.Errorf("packing %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("packing the rulebook: %w", err)
	}
	return out.Bytes(), nil
}

// FS is the folder to be read as one.
func (f Folder) FS() (fs.FS, error) {
	packed, err := f.Archive()
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
}

// unpack reads what this package packed.
func unpack(archive []byte) (Folder, error) {
	folder, wrong := Read(archive)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("a kept version cannot be read: %s", wrong[0])
	}
	return folder, nil
}
