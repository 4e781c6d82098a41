package directory

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"linli/platform/fault"
)

// What a reading is refused for as a whole.
var (
	// ErrNoTables: a folder or archive has none of the tables of HSDS. Args: file.
	ErrNoTables = fault.New(fault.Invalid, "directory.import.no_tables")
	// ErrFile: a file that is neither JSON nor an archive. Args: file.
	ErrFile = fault.New(fault.Invalid, "directory.import.file")
)

// step is how many bytes one step of the progress stands for.
const step = 64 << 10

// Read reads HSDS from a file (.json, or .zip of tables) or from a folder of tables, as a stream: memory does not grow with
// the files. row is called for each object in turn; an error of it ends the reading. progress, where it is not nil, is told
// the steps there are each time that one is done. Errors: ErrNoTables, ErrFile, what row returns, and those of the disk.
func Read(from string, row func(Row) error, mapped func(Mapping), progress func(total int)) error {
	if progress == nil {
		progress = func(int) {}
	}
	info, err := os.Stat(from)
	if err != nil {
		return ErrFile.With(fault.Args{"file": from})
	}
	if info.IsDir() {
		return readTables(os.DirFS(from), from, row, mapped, progress)
	}
	switch strings.ToLower(filepath.Ext(from)) {
	case ".zip":
		archive, err := zip.OpenReader(from)
		if err != nil {
			return fault.Wrap(ErrFile.Code, ErrFile.Key, err).With(fault.Args{"file": from})
		}
		err = readTables(archive, from, row, mapped, progress)
		return errors.Join(err, archive.Close())
	case ".json":
		f, err := os.Open(from) //nolint:gosec // the file that whoever runs the program named
		if err != nil {
			return err
		}
		counted := &measured{in: f, total: steps(info.Size()), told: progress}
		err = readJSON(counted, &sink{file: filepath.Base(from), row: row, mapped: mapped, told: map[string]bool{}})
		return errors.Join(err, f.Close())
	}
	return ErrFile.With(fault.Args{"file": from})
}

// readTables reads the tables of the tabular form in the order of the kinds, from the folder itself or from one within.
func readTables(fsys fs.FS, name string, row func(Row) error, mapped func(Mapping), progress func(int)) error {
	found := map[Kind]string{}
	var size int64
	for _, pattern := range []string{"*.csv", "*/*.csv"} {
		files, err := fs.Glob(fsys, pattern)
		if err != nil {
			return err
		}
		for _, f := range files {
			s := shapeOfFile(path.Base(f))
			if s == nil || found[s.Kind] != "" {
				continue
			}
			found[s.Kind] = f
			if info, err := fs.Stat(fsys, f); err == nil {
				size += info.Size()
			}
		}
	}
	if len(found) == 0 {
		return ErrNoTables.With(fault.Args{"file": name})
	}
	counted := &measured{total: steps(size), told: progress}
	for _, s := range Kinds() {
		if found[s.Kind] == "" {
			continue
		}
		if err := readTable(fsys, found[s.Kind], s, counted, &sink{file: path.Base(found[s.Kind]), row: row, mapped: mapped, told: map[string]bool{}}); err != nil {
			return err
		}
	}
	return nil
}

func readTable(fsys fs.FS, file string, s *Shape, counted *measured, k *sink) error {
	f, err := fsys.Open(file)
	if err != nil {
		return err
	}
	counted.in = f
	err = readCSV(counted, s, k)
	return errors.Join(err, f.Close())
}

func steps(bytes int64) int { return int(bytes / step) }

// measured tells how much of what there is was read.
type measured struct {
	in    io.Reader
	total int
	done  int64
	told  func(total int)
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	before := m.done / step
	m.done += int64(n)
	for ; before < m.done/step; before++ {
		m.told(m.total)
	}
	return n, err
}
