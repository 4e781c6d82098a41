package app

import (
	"log/slog"
	"os"
	"path/filepath"

	"linli/platform/fault"
	"linli/platform/i18n"
)

// What can be wrong with the languages that an office adds.
var (
	// ErrLanguages: the folder of language packs cannot be read. Args: dir.
	ErrLanguages = fault.New(fault.Invalid, "cli.languages.folder")
	// ErrLanguageWrong: a pack of that folder has mistakes. Args: dir, n, and the first of them as finding.
	ErrLanguageWrong = fault.New(fault.Invalid, "cli.languages.wrong")
)

// withLanguages adds the language packs of a folder to the texts; an empty dir adds none. One mistake refuses them all: nobody reads
// half a language. What a pack leaves open is read in the language that stands in, and the log says how much.
func withLanguages(texts *i18n.Bundle, dir string, log *slog.Logger) (*i18n.Bundle, error) {
	if dir == "" {
		return texts, nil
	}
	packs, findings, err := texts.Packs(os.DirFS(dir))
	if err != nil {
		return nil, fault.Wrap(ErrLanguages.Code, ErrLanguages.Key, err).With(fault.Args{"dir": dir})
	}
	if len(findings) > 0 {
		first := findings[0]
		first.File = filepath.Join(dir, first.File)
		return nil, ErrLanguageWrong.With(fault.Args{"dir": dir, "n": len(findings), "finding": first.String()})
	}
	for _, p := range packs {
		if len(p.Doubts) > 0 {
			log.Warn("texts of a language come in the one that stands in; linli languages check lists them", "language", p.Language, "over", p.Over, "texts", len(p.Doubts))
		}
	}
	return texts.With(packs), nil
}
