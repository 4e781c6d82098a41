package page_test

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"testing"

	"linli/web/page"
)

// TestWhatAFormSays: a tick, a number or a file that is another makes another form of it; the token and the key do not.
func TestWhatAFormSays(t *testing.T) {
	read := func(file string, fields ...string) string {
		t.Helper()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for i := 0; i < len(fields); i += 2 {
			if err := w.WriteField(fields[i], fields[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		part, err := w.CreateFormFile("file", file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(file)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("POST", "/", &body)
		r.Header.Set("Content-Type", w.FormDataContentType())
		f, err := page.ReadForm(r)
		if err != nil {
			t.Fatal(err)
		}
		return f.Sent().Encode()
	}
	same := read("a.png", "q_exit", "yes", page.CSRFField, "1", page.KeyField, "k")
	if got := read("a.png", "q_exit", "yes", page.CSRFField, "2", page.KeyField, "k"); got != same {
		t.Errorf("the same form says %q and %q", same, got)
	}
	for _, other := range []string{read("a.png", "q_exit", "no"), read("b.png", "q_exit", "yes"), read("a.png", "q_exit", "yes", "q_exit", "no"), read("a.png")} {
		if other == same {
			t.Errorf("another form says the same: %q", other)
		}
	}
}
