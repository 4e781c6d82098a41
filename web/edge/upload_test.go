package edge

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linli/platform/clock"
)

// TestASlowUploadIsReadWhateverTheOfficesClockSays sends a body after its headers. A connection's deadline is measured by
// the machine's clock; the office's, which stands still in this test and in a demo, would end it before the first byte.
func TestASlowUploadIsReadWhateverTheOfficesClockSays(t *testing.T) {
	e := &Edge{config: Config{Clock: clock.NewManual(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)), UploadLimit: 5000}}
	arrived := make(chan struct{})
	var got []byte
	var failed error
	s := httptest.NewServer(e.limits(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		got, failed = io.ReadAll(r.Body)
	})))
	defer s.Close()
	body, send := io.Pipe()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.URL, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	done := make(chan error, 1)
	go func() {
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			err = res.Body.Close()
		}
		done <- err
	}()
	<-arrived
	if _, err := io.WriteString(send, "a picture"); err != nil {
		t.Error(err)
	}
	if err := send.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if failed != nil || string(got) != "a picture" {
		t.Errorf("read %q: %v", got, failed)
	}
}

// TestUploadsShareALimitedRoom: files are held in memory, so who sends one while others fill the room is told so, and there
// is room again when they are done. What somebody only announces fills nothing.
func TestUploadsShareALimitedRoom(t *testing.T) {
	e := &Edge{config: Config{UploadLimit: 5000}}
	e.uploads.Store(uploadRoom - 10)
	var failed error
	h := e.limits(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, failed = io.ReadAll(r.Body) }))
	send := func(body string) error {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.ContentLength = 4000
		h.ServeHTTP(httptest.NewRecorder(), r)
		return failed
	}
	if err := send("eleven byte"); !errors.Is(err, errNoRoom) {
		t.Errorf("with no room left: %v", err)
	}
	if err := send("ten bytes."); err != nil || e.uploads.Load() != uploadRoom-10 {
		t.Errorf("with room for it: %v, %d bytes are held", err, e.uploads.Load())
	}
}
