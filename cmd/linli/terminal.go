package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
)

// newWords speaks the language of the environment: LC_ALL, LC_MESSAGES or LANG, as in zh_CN.UTF-8.
func newWords(env func(string) string) (i18n.Locale, error) {
	texts, err := i18n.Open()
	if err != nil {
		return i18n.Locale{}, err
	}
	named := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if named = env(name); named != "" {
			break
		}
	}
	named, _, _ = strings.Cut(named, ".")
	return texts.For(texts.Accept(strings.ReplaceAll(named, "_", "-")), time.Local), nil
}

// terminal is where a command reads and writes.
type terminal struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	words          i18n.Locale
	typed          string // the passphrase of the operator key, once it was asked for
}

// say writes a sentence to standard error.
func (t *terminal) say(key string, args fault.Args) { fmt.Fprintln(t.stderr, t.words.Text(key, args)) }

// tell writes a result to standard output.
func (t *terminal) tell(key string, args fault.Args) { fmt.Fprintln(t.stdout, t.words.Text(key, args)) }

// sayFault writes a refusal's sentence, and for the operator what lay beneath.
func (t *terminal) sayFault(f *fault.Error) { fmt.Fprintln(t.stderr, "linli:", t.sentence(f)) }

// sentence is a refusal in words, with what lay beneath.
func (t *terminal) sentence(f *fault.Error) string {
	s := t.words.Fault(f, f.Field)
	if f.Err != nil {
		s += " (" + f.Err.Error() + ")"
	}
	return s
}

// json writes one value to standard output.
func (t *terminal) json(v any) error {
	e := json.NewEncoder(t.stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// bar draws how far something is, on a terminal only.
type bar struct {
	out   io.Writer // nil: nobody looks
	clock clock.Clock

	mu    sync.Mutex
	done  int
	drawn time.Time
}

const barWidth = 40

func (t *terminal) bar() *bar {
	b := &bar{clock: clock.System{}}
	if f, ok := t.stderr.(*os.File); ok {
		if s, err := f.Stat(); err == nil && s.Mode()&os.ModeCharDevice != 0 {
			b.out = f
		}
	}
	return b
}

// step counts one of total; it may be called from several goroutines.
func (b *bar) step(total int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	if b.out == nil || total == 0 {
		return
	}
	now := b.clock.Now()
	if b.done < total && now.Sub(b.drawn) < 100*time.Millisecond {
		return
	}
	b.drawn = now
	full := min(barWidth, barWidth*b.done/total)
	fmt.Fprintf(b.out, "\r%s%s %d/%d", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), b.done, total)
	if b.done >= total {
		fmt.Fprintln(b.out)
	}
}
