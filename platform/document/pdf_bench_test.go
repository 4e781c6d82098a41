package document_test

import (
	"strings"
	"testing"

	"linli/platform/document"
)

// BenchmarkAgreement prints an agreement of about 150 different characters; 70-performance.md asks for 25 ms.
func BenchmarkAgreement(b *testing.B) {
	one, f, o := shipped(b, "agreement", "zh-Hans"), fonts(b), options(b, "zh-Hans")
	for b.Loop() {
		doc, err := one.Execute(o.Locale, sample())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := document.PDF(f, []*document.Doc{doc}, o); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFile prints twelve papers into one file.
func BenchmarkFile(b *testing.B) {
	f, o := fonts(b), options(b, "zh-Hans")
	o.Contents = &document.Contents{}
	docs := everyPaper(b, "zh-Hans")[:12] // bench/pdf.go measures the complete file
	for b.Loop() {
		if _, err := document.PDF(f, docs, o); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDense prints about 1,400 different characters.
func BenchmarkDense(b *testing.B) {
	var text strings.Builder
	for r := rune(0x4e00); r < 0x4e00+1400; r++ {
		text.WriteRune(r)
	}
	data := sample()
	data["Facts"] = text.String()
	f, o := fonts(b), options(b, "zh-Hans")
	doc, err := shipped(b, "agreement", "zh-Hans").Execute(o.Locale, data)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := document.PDF(f, []*document.Doc{doc}, o); err != nil {
			b.Fatal(err)
		}
	}
}

func everyPaper(t testing.TB, lang string) []*document.Doc {
	t.Helper()
	var docs []*document.Doc
	for _, id := range papers {
		doc, err := shipped(t, id, lang).Execute(locale(t, lang), sample())
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

// papers are the shipped papers in the order of a case's life.
var papers = []string{
	"application", "acceptance", "invitation", "rights", "not-accepted", "termination", "session", "agreement", "consent",
	"slip", "slip-80", "receipt", "oral-register", "performance", "follow-up", "confirmation", "investigation",
	"closing", "cover", "back", "reply", "onward", "statutory",
}
