package house_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"

	"linli/app"
	"linli/app/apptest"
)

// letterbox is a mail server on this machine that keeps what it is sent.
type letterbox struct {
	address string

	mu      sync.Mutex
	letters []string
}

func newLetterbox(t *testing.T) *letterbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &letterbox{address: l.Addr().String()}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { b.talk(c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		open.Wait()
	})
	return b
}

// talk speaks as much of RFC 5321 as a client needs that sends in the clear.
func (b *letterbox) talk(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	fmt.Fprint(c, "220 test ESMTP\r\n")
	var letter strings.Builder
	for body := false; ; {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		letter.WriteString(line)
		switch {
		case body && line == ".\r\n":
			b.mu.Lock()
			b.letters = append(b.letters, letter.String())
			b.mu.Unlock()
			body = false
			letter.Reset()
			fmt.Fprint(c, "250 taken\r\n")
		case body:
		case verb == "DATA":
			body = true
			fmt.Fprint(c, "354 go on\r\n")
		case verb == "RCPT" && strings.Contains(line, goneAddress):
			fmt.Fprint(c, "550 5.1.1 unknown\r\n")
		case verb == "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 ok\r\n")
		}
	}
}

// got are the letters so far, each with whom it was addressed to.
func (b *letterbox) got() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.letters...)
}

// mailing is a second process on the office of a test, which has a mail server and counts what it opens.
func mailing(t *testing.T, w *apptest.World, b *letterbox) (*app.App, *watched) {
	t.Helper()
	c := w.App.Config
	c.SMTP, c.MailFrom, c.URL = "smtp+none://"+b.address, "office@example.org", apptest.Origin
	o := w.Options()
	o.Log = slog.New(slog.NewJSONHandler(w.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a, err := app.New(w.Ctx, c, w.App.Stores, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a, watch(a)
}
