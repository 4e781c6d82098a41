package document

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"linli/platform/fault"
)

// Set is the papers of one rulebook: a file ID.LANGUAGE.md for each paper and language.
type Set struct {
	templates map[string]map[string]*Template
}

// ReadSet reads every .md file of a folder. Its error is [Problems] over all files, or what reading them failed with.
func ReadSet(folder fs.FS) (*Set, error) {
	names, err := fs.Glob(folder, "*.md")
	if err != nil {
		return nil, fmt.Errorf("listing the papers: %w", err)
	}
	s := &Set{templates: map[string]map[string]*Template{}}
	var problems Problems
	for _, name := range names {
		src, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fmt.Errorf("reading a paper: %w", err)
		}
		t, err := Parse(name, src)
		var found Problems
		if errors.As(err, &found) {
			problems = append(problems, found...)
			continue
		}
		if want := t.ID + "." + t.Language + ".md"; want != path.Base(name) {
			problems = append(problems, Problem{name, 1, 1, "by its id and language this file's name would be " + want})
			continue
		}
		if s.templates[t.ID] == nil {
			s.templates[t.ID] = map[string]*Template{}
		}
		s.templates[t.ID][t.Language] = t
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return s, nil
}

// IDs are the papers of the set, sorted.
func (s *Set) IDs() []string {
	var ids []string
	for id := range s.templates {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Languages are the languages in which a paper exists, sorted.
func (s *Set) Languages(id string) []string {
	var languages []string
	for l := range s.templates[id] {
		languages = append(languages, l)
	}
	slices.Sort(languages)
	return languages
}

// Template is a paper in a language; the fault document.language_missing when the set has none.
func (s *Set) Template(id, language string) (*Template, error) {
	if t := s.templates[id][language]; t != nil {
		return t, nil
	}
	return nil, fault.New(fault.NotFound, "document.language_missing").With(fault.Args{"paper": id, "language": strings.ToLower(language)})
}

// Execute fills a paper of the set; see [Template.Execute].
func (s *Set) Execute(id, language string, locale Locale, data any) (*Doc, error) {
	t, err := s.Template(id, language)
	if err != nil {
		return nil, err
	}
	return t.Execute(locale, data)
}
