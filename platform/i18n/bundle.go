package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"linli/platform/fault"
)

//go:embed locales/*.yaml
var locales embed.FS

// Bundle holds the texts of all languages. It is safe for concurrent use.
type Bundle struct {
	readers map[Language]reader
	packs   map[Language]*Pack

	mu      sync.Mutex
	missing map[string]int
	report  func(lang Language, key string, err error)
}

// reader gives the texts of one language; it reads them once.
type reader func() (map[string]string, error)

// builtIn reads each language when somebody first reads in it, and once a process: the texts are most of what a start
// would cost otherwise.
var builtIn = sync.OnceValues(func() (map[Language]reader, error) {
	sub, err := Sources()
	if err != nil {
		return nil, err
	}
	return readers(sub)
})

// Open gives the texts that are built into the program. That each of them can be read is a test's to say: see [Read].
func Open() (*Bundle, error) {
	all, err := builtIn()
	if err != nil {
		return nil, err
	}
	return &Bundle{readers: all, missing: map[string]int{}}, nil
}

// Sources is the folder of the texts that are built into the program.
func Sources() (fs.FS, error) {
	sub, err := fs.Sub(locales, "locales")
	if err != nil {
		return nil, fmt.Errorf("reading the built-in texts: %w", err)
	}
	return sub, nil
}

// Read reads every <area>.<language>.yaml at the top of the file systems, all languages at once. A key that occurs twice,
// over all files of a language, is refused.
func Read(sources ...fs.FS) (*Bundle, error) {
	all, err := readers(sources...)
	if err != nil {
		return nil, err
	}
	for _, lang := range Languages() {
		_, e := all[lang]()
		err = errors.Join(err, e)
	}
	if err != nil {
		return nil, err
	}
	return &Bundle{readers: all, missing: map[string]int{}}, nil
}

// readers lists the files of each language.
func readers(sources ...fs.FS) (map[Language]reader, error) {
	files := map[Language][]file{}
	for _, source := range sources {
		names, err := fs.Glob(source, "*.yaml")
		if err != nil {
			return nil, fmt.Errorf("listing texts: %w", err)
		}
		for _, name := range names {
			area, tag, _ := strings.Cut(strings.TrimSuffix(name, ".yaml"), ".")
			lang, ok := Parse(tag)
			if !ok {
				return nil, fmt.Errorf("the name of %s is not <area>.<language>.yaml with a language of linli", name)
			}
			files[lang] = append(files[lang], file{source, name, area})
		}
	}
	all := map[Language]reader{}
	for _, lang := range Languages() {
		all[lang] = sync.OnceValues(func() (map[string]string, error) {
			texts := map[string]string{}
			for _, f := range files[lang] {
				if err := f.addTo(texts); err != nil {
					return nil, fmt.Errorf("reading the texts in %s: %w", f.name, err)
				}
			}
			return texts, nil
		})
	}
	return all, nil
}

// of gives the texts of a language. Of one that cannot be read every text is missing, and reported as such.
func (b *Bundle) of(lang Language) map[string]string {
	read := b.readers[lang]
	if read == nil {
		return nil
	}
	texts, _ := read()
	return texts
}

// file is one area in one language.
type file struct {
	source     fs.FS
	name, area string
}

func (f file) addTo(all map[string]string) error {
	content, err := fs.ReadFile(f.source, f.name)
	if err != nil {
		return err
	}
	texts := map[string]string{}
	if err := yaml.Unmarshal(content, &texts); err != nil {
		return err
	}
	for key, text := range texts {
		if !strings.HasPrefix(key, f.area+".") {
			return fmt.Errorf("the key %q does not belong to the area %q", key, f.area)
		}
		if _, twice := all[key]; twice {
			return fmt.Errorf("the key %q is given twice", key)
		}
		if strings.TrimSpace(text) == "" {
			return fmt.Errorf("the text of %q is empty", key)
		}
		if _, err := split(text); err != nil {
			return fmt.Errorf("the text of %q: %w", key, err)
		}
		all[key] = text
	}
	return nil
}

// Afresh is a bundle of the same texts, read once for both, of which none was missed yet and nobody is told.
func (b *Bundle) Afresh() *Bundle {
	return &Bundle{readers: b.readers, packs: b.packs, missing: map[string]int{}}
}

// OnMissing has f called for each text that cannot be given, so that it reaches the log. It is set once, while wiring.
func (b *Bundle) OnMissing(f func(lang Language, key string, err error)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.report = f
}

// Has reports whether the language has a text for the key, plain or plural.
func (b *Bundle) Has(lang Language, key string) bool {
	_, plain := b.of(lang)[key]
	_, plural := b.of(lang)[key+other]
	return plain || plural
}

// Keys returns the keys of a language in order, plural keys with their endings.
func (b *Bundle) Keys(lang Language) []string { return slices.Sorted(maps.Keys(b.of(lang))) }

// Raw is the text of a key with its placeholders unfilled, for tests of the catalogs; empty if there is none.
func (b *Bundle) Raw(lang Language, key string) string { return b.of(lang)[key] }

// MissingError says that a text cannot be given: no such key, or an argument that its placeholders need is not there.
type MissingError struct {
	Language Language
	Key      string
	Reason   string
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("no text for %s in %s: %s", e.Key, e.Language, e.Reason)
}

// Lookup returns the text of a key with its placeholders filled, or a *MissingError.
func (b *Bundle) Lookup(lang Language, key string, args fault.Args) (string, error) {
	return Locale{Language: lang, bundle: b}.Lookup(key, args)
}

// Text is [Bundle.Lookup] for places that must show something: a missing text is counted and reported, and the reader
// gets the English one, or, where there is none either, a sentence that says so. Tests fail on [Bundle.Missing].
func (b *Bundle) Text(lang Language, key string, args fault.Args) string {
	return Locale{Language: lang, bundle: b}.Text(key, args)
}

// Missing returns the texts that were asked for and could not be given, as "language key", in order.
func (b *Bundle) Missing() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(maps.Keys(b.missing))
}

func (b *Bundle) miss(lang Language, key string, err error) {
	b.mu.Lock()
	b.missing[string(lang)+" "+key]++
	report := b.report
	b.mu.Unlock()
	if report != nil {
		report(lang, key, err)
	}
}
