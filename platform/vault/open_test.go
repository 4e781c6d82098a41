package vault_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

const planted = "王小明住在槐树街十二号"

func TestOpenRefuses(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	s := w.seal(planted)
	g := w.grant(w.tenant, s.Case)
	other := w.seal("another text of another case")
	sibling := s
	sibling.Field, sibling.Body = "mediation.party.address", []byte("elsewhere")
	sibling, err := w.vault.Seal(t.Context(), w.tenant, sibling)
	if err != nil {
		t.Fatal(err)
	}
	w.reads(w.vault, s, planted)

	change := func(f func(*vault.Sealed)) vault.Sealed {
		c := s
		c.Body = bytes.Clone(s.Body)
		f(&c)
		return c
	}
	shredded := w.seal("gone")
	if err := w.vault.Shred(t.Context(), w.tenant, []id.ID{shredded.Key}, w.ids.New()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		grant access.Grant
		field vault.Sealed
		want  error
	}{
		{"no grant", access.Grant{}, s, vault.ErrRefused},
		{"grant of another case", w.grant(w.tenant, other.Case), s, vault.ErrRefused},
		{"field of another case", g, other, vault.ErrRefused},
		{"grant of another tenant", w.grant(w.ids.New(), s.Case), s, vault.ErrKeyMissing},
		{"case changed", w.grant(w.tenant, other.Case), change(func(s *vault.Sealed) { s.Case = other.Case }), vault.ErrDamaged},
		{"owner changed", g, change(func(s *vault.Sealed) { s.Owner = w.ids.New() }), vault.ErrDamaged},
		{"body of another field", g, change(func(s *vault.Sealed) { s.Body = sibling.Body }), vault.ErrDamaged},
		{"field renamed", g, change(func(s *vault.Sealed) { s.Field = sibling.Field }), vault.ErrDamaged},
		{"older version as newer", g, change(func(s *vault.Sealed) { s.Version++ }), vault.ErrDamaged},
		{"key of the row changed", g, change(func(s *vault.Sealed) { s.Key = other.Key }), vault.ErrDamaged},
		{"key of row and header changed", g, change(func(s *vault.Sealed) { s.Key = other.Key; copy(s.Body[1:], other.Key[:]) }), vault.ErrDamaged},
		{"unknown body version", g, change(func(s *vault.Sealed) { s.Body[0]++ }), vault.ErrDamaged},
		{"empty", g, change(func(s *vault.Sealed) { s.Body = nil }), vault.ErrDamaged},
		{"header only", g, change(func(s *vault.Sealed) { s.Body = s.Body[:17] }), vault.ErrDamaged},
		{"one byte cut", g, change(func(s *vault.Sealed) { s.Body = s.Body[:len(s.Body)-1] }), vault.ErrDamaged},
		{"one byte more", g, change(func(s *vault.Sealed) { s.Body = append(s.Body, 0) }), vault.ErrDamaged},
		{"one bit of the text", g, change(func(s *vault.Sealed) { s.Body[45] ^= 1 }), vault.ErrDamaged},
		{"destroyed key", w.grant(w.tenant, shredded.Case), shredded, vault.ErrShredded},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := w.vault.Open(t.Context(), c.grant, c.field)
			if text != nil {
				t.Errorf("text %q came with the refusal", text)
			}
			if !errors.Is(err, c.want) {
				t.Fatalf("err = %v, want %v", err, c.want)
			}
			if strings.Contains(err.Error(), planted) {
				t.Errorf("the error tells the text: %v", err)
			}
		})
	}
}

// Every single changed bit of a sealed body is refused.
func TestOpenRefusesEveryFlippedBit(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	s := w.seal("短")
	g := w.grant(w.tenant, s.Case)
	for bit := range 8 * len(s.Body) {
		c := s
		c.Body = bytes.Clone(s.Body)
		c.Body[bit/8] ^= 1 << (bit % 8)
		if _, err := w.vault.Open(t.Context(), g, c); !errors.Is(err, vault.ErrDamaged) {
			t.Fatalf("bit %d flipped: %v", bit, err)
		}
	}
}

func TestOpenAllOpensAllOrNothing(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	first := w.seal("first")
	second := first
	second.Field, second.Key, second.Body = "mediation.party.phone", w.take(), []byte("second")
	second, err := w.vault.Seal(t.Context(), w.tenant, second)
	if err != nil {
		t.Fatal(err)
	}
	g := w.grant(w.tenant, first.Case)
	// Another process has neither key in memory: both come with one reading.
	reads := 0
	w.store.Fail(func(step string) error {
		if step == "Get" {
			reads++
		}
		return nil
	}, nil)
	v := w.open(w.operator, vault.Settings{})
	texts, err := v.OpenAll(t.Context(), g, []vault.Sealed{second, first})
	if err != nil || string(texts[0]) != "second" || string(texts[1]) != "first" || reads != 1 {
		t.Errorf("OpenAll = %q, %v after %d readings", texts, err, reads)
	}
	second.Version = 2
	if texts, err := v.OpenAll(t.Context(), g, []vault.Sealed{first, second}); err == nil || texts != nil {
		t.Errorf("OpenAll with one bad field = %q, %v", texts, err)
	}
}

func TestSealOpenRoundTrip(t *testing.T) {
	w := newWorld(t, vault.Settings{})
	key := w.take()
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(r, "text")
		place := vault.Sealed{Case: w.ids.New(), Owner: w.ids.New(), Key: key, Body: text,
			Field: rapid.StringN(1, 20, -1).Draw(r, "field"), Version: rapid.Int64Range(1, 1<<62).Draw(r, "version")}
		s, err := w.vault.Seal(context.Background(), w.tenant, place)
		if err != nil {
			r.Fatal(err)
		}
		again, err := w.vault.Seal(context.Background(), w.tenant, place)
		if err != nil {
			r.Fatal(err)
		}
		if bytes.Equal(s.Body, again.Body) {
			r.Fatal("the same text sealed twice gives the same body")
		}
		if len(text) > 3 && bytes.Contains(s.Body, text) {
			r.Fatal("the text stands in the body")
		}
		if len(s.Body) != len(text)+vault.Overhead {
			r.Fatalf("a body of %d bytes for %d", len(s.Body), len(text))
		}
		got, err := w.vault.Open(context.Background(), w.grant(w.tenant, s.Case), s)
		if err != nil || !bytes.Equal(got, text) {
			r.Fatalf("opened to %x, %v; want %x", got, err, text)
		}
	})
}

func TestSealRefusesAnIncompletePlace(t *testing.T) {
	table := vault.NewTable(
		vault.Field{Name: "mediation.party.name", Class: vault.ClassSealed, Kind: vault.Identity, Why: "to address the party"},
		vault.Field{Name: "mediation.summary", Class: vault.ClassSealed, Kind: vault.Joint, Why: "the dispute"},
		vault.Field{Name: "mediation.state", Class: vault.ClassClear, Column: "mediation.state", Why: "the machine"})
	w := newWorld(t, vault.Settings{Fields: table})
	whole := vault.Sealed{Case: w.ids.New(), Owner: w.ids.New(), Field: "mediation.party.name", Key: w.take(), Version: 1, Body: []byte(planted)}
	if _, err := w.vault.Seal(t.Context(), w.tenant, whole); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*vault.Sealed){
		"no case":                func(s *vault.Sealed) { s.Case = id.ID{} },
		"no key":                 func(s *vault.Sealed) { s.Key = id.ID{} },
		"no field":               func(s *vault.Sealed) { s.Field = "" },
		"no version":             func(s *vault.Sealed) { s.Version = 0 },
		"field not in the table": func(s *vault.Sealed) { s.Field = "mediation.party.nickname" },
		"clear field":            func(s *vault.Sealed) { s.Field = "mediation.state" },
		"party field, no owner":  func(s *vault.Sealed) { s.Owner = id.ID{} },
	} {
		s := whole
		spoil(&s)
		got, err := w.vault.Seal(t.Context(), w.tenant, s)
		if !errors.Is(err, vault.ErrField) || got.Body != nil || strings.Contains(err.Error(), planted) {
			t.Errorf("%s: %q, %v", name, got.Body, err)
		}
	}
}

// FuzzOpen gives the vault bodies that nobody sealed: none opens, none panics.
func FuzzOpen(f *testing.F) {
	f.Add([]byte{}, int64(1))
	f.Add(append([]byte{1}, make([]byte, 80)...), int64(1))
	f.Add(append([]byte{2}, make([]byte, 80)...), int64(-1))
	w := newWorld(f, vault.Settings{BatchLeast: 1})
	s := w.seal(planted)
	g := w.grant(w.tenant, s.Case)
	f.Fuzz(func(t *testing.T, body []byte, version int64) {
		forged := s
		forged.Version = version
		for _, b := range [][]byte{body, append(bytes.Clone(s.Body[:17]), body...)} {
			forged.Body = b
			if text, err := w.vault.Open(context.Background(), g, forged); err == nil || text != nil {
				t.Fatalf("a forged body opened: %q, %v", text, err)
			}
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	w := newWorld(b, vault.Settings{})
	s := vault.Sealed{Case: w.ids.New(), Owner: w.ids.New(), Field: "mediation.party.name", Key: w.take(), Version: 1, Body: []byte(planted)}
	for b.Loop() {
		if _, err := w.vault.Seal(b.Context(), w.tenant, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	w := newWorld(b, vault.Settings{})
	s := w.seal(planted)
	g := w.grant(w.tenant, s.Case)
	for b.Loop() {
		if _, err := w.vault.Open(b.Context(), g, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTake(b *testing.B) {
	w := newWorld(b, vault.Settings{})
	for b.Loop() {
		w.take()
	}
}
