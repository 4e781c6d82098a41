package notify

import (
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

var now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

func texts(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func config(s *server) Config {
	return Config{Host: s.host, Port: s.port, TLS: NoTLS, From: "office@example.org", Origin: "https://office.example.org"}
}

func mailer(t *testing.T, c Config) *Mailer {
	t.Helper()
	m, err := NewMailer(c, texts(t), clock.NewManual(now))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func message(n byte, lang i18n.Language) Message {
	return Message{ID: number(n), Kind: Waits, To: "someone@example.net", Language: lang, Link: "https://office.example.org/notices"}
}

func TestSend(t *testing.T) {
	for _, lang := range i18n.Languages() {
		t.Run(string(lang), func(t *testing.T) {
			s := serve(t, nil)
			if err := mailer(t, config(s)).Send(t.Context(), message(1, lang)); err != nil {
				t.Fatal(err)
			}
			_, letters := s.got()
			if len(letters) != 1 {
				t.Fatalf("%d letters", len(letters))
			}
			letter, err := mail.ReadMessage(strings.NewReader(letters[0]))
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
			if err != nil || subject != texts(t).Text(lang, "notify.mail.subject", nil) {
				t.Errorf("subject %q, %v", subject, err)
			}
			for name, want := range map[string]string{
				"Message-Id": "<" + number(1).String() + "@example.org>", "From": "<office@example.org>", "To": "<someone@example.net>",
				"Date": "Sat, 21 Nov 2026 09:00:00 +0000", "Auto-Submitted": "auto-generated", "User-Agent": "", "X-Mailer": "",
			} {
				if got := letter.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			body, err := io.ReadAll(quotedprintable.NewReader(letter.Body))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(body), "https://office.example.org/notices") || !strings.Contains(string(body), number(1).String()) {
				t.Errorf("body %q", body)
			}
		})
	}
}

// TestNothingOfTheMatter holds the safe-contact rule: no text of a mail names what the office does.
func TestNothingOfTheMatter(t *testing.T) {
	b := texts(t)
	for _, lang := range i18n.Languages() {
		var keys []string
		for _, k := range Kinds() {
			keys = append(keys, k.Texts()...)
		}
		for _, key := range keys {
			text := strings.ToLower(b.Text(lang, key, fault.Args{"reference": "x", "digits": "x", "address": "x"}))
			for _, word := range []string{"mediat", "dispute", "case", "report", "referral", "complain", "agreement", "court", "party", "consent",
				"调解", "纠纷", "案", "投诉", "转介", "协议", "法院", "当事人", "調解", "糾紛", "投訴", "轉介", "協議", "當事人"} {
				if strings.Contains(text, word) {
					t.Errorf("%s in %s says %q", key, lang, word)
				}
			}
		}
	}
	// Two messages of one person differ in their reference and in nothing else.
	s := serve(t, nil)
	m := mailer(t, config(s))
	for n := range byte(2) {
		if err := m.Send(t.Context(), message(n+1, i18n.English)); err != nil {
			t.Fatal(err)
		}
	}
	_, letters := s.got()
	if a := strings.ReplaceAll(letters[0], number(1).String(), number(2).String()); a != letters[1] {
		t.Errorf("%q\n%q", a, letters[1])
	}
}

// TestInjection: what could begin another line of the header, another recipient or another command is never sent.
func TestInjection(t *testing.T) {
	s := serve(t, nil)
	m := mailer(t, config(s))
	for _, to := range []string{
		"", "nobody", "a@example.net\r\nBcc: b@example.net", "a@example.net\nSubject: x", "a@example.net, b@example.net",
		"A Name <a@example.net>", "<a@example.net>", "a@example.net>\r\nRCPT TO:<b@example.net", "\"a\r\n b\"@example.net",
		"a@example.net ", "a@example.net\x00", strings.Repeat("a", 250) + "@example.net",
	} {
		msg := message(1, i18n.English)
		msg.To = to
		if err := m.Send(t.Context(), msg); !errors.Is(err, ErrAddress) {
			t.Errorf("to %q: %v", to, err)
		}
	}
	for _, link := range []string{
		"", "https://evil.example/notices", "https://office.example.org", "https://office.example.org.evil.example/", "/notices",
		"https://office.example.org/r/CODE#1234", "https://office.example.org/r?code=1", "https://office.example.org/\r\n.\r\nQUIT",
		"https://office.example.org/\n\nBcc: x", "https://office.example.org/@evil", "https://office.example.org/案",
	} {
		msg := message(1, i18n.English)
		msg.Link = link
		if err := m.Send(t.Context(), msg); !errors.Is(err, ErrLink) {
			t.Errorf("link %q: %v", link, err)
		}
	}
	if commands, _ := s.got(); len(commands) != 0 {
		t.Errorf("the server was told %q", commands)
	}
}

func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		refuse    map[string]string
		want      *fault.Error
		delivered int
	}{
		"no such mailbox":       {map[string]string{"RCPT": "550 5.1.1 <someone@example.net> unknown"}, ErrRefused, 0},
		"mailbox busy":          {map[string]string{"RCPT": "450 4.2.0 <someone@example.net> later"}, ErrUnreachable, 0},
		"sender refused":        {map[string]string{"MAIL": "550 not you"}, ErrUnreachable, 0},
		"hangs up before":       {map[string]string{"DATA": "HANGUP"}, ErrUnreachable, 0},
		"hangs up after it all": {map[string]string{"QUIT": "HANGUP"}, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, c.refuse)
			err := mailer(t, config(s)).Send(t.Context(), message(1, i18n.English))
			if c.want == nil && err != nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "someone") {
				t.Errorf("the error names the recipient: %v", err)
			}
			if _, letters := s.got(); len(letters) != c.delivered {
				t.Errorf("%d letters", len(letters))
			}
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		s := serve(t, nil)
		c := config(s)
		c.Port = 1
		if err := mailer(t, c).Send(t.Context(), message(1, i18n.English)); !errors.Is(err, ErrUnreachable) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("a server without TLS is told nothing", func(t *testing.T) {
		s := serve(t, nil)
		c := config(s)
		c.TLS, c.User, c.Password = StartTLS, "office", "secret"
		if err := mailer(t, c).Send(t.Context(), message(1, i18n.English)); !errors.Is(err, ErrUnreachable) {
			t.Errorf("error %v", err)
		}
		commands, letters := s.got()
		for _, line := range commands {
			if !strings.HasPrefix(line, "EHLO") && !strings.HasPrefix(line, "HELO") && line != "QUIT" {
				t.Errorf("it was told %q", line)
			}
		}
		if len(letters) != 0 {
			t.Error("a letter went in the clear")
		}
	})
}

func TestConfig(t *testing.T) {
	good := Config{Host: "mail.example.org", From: "office@example.org", Origin: "https://office.example.org"}
	if c, err := good.normalize(); err != nil || c.Port != 587 || c.TLS != StartTLS {
		t.Errorf("%+v %v", c, err)
	}
	for name, edit := range map[string]func(*Config){
		"no host":                 func(c *Config) { c.Host = "" },
		"in the clear to another": func(c *Config) { c.TLS = NoTLS },
		"an unknown policy":       func(c *Config) { c.TLS = "maybe" },
		"a user without password": func(c *Config) { c.User = "office" },
		"a sender with a name":    func(c *Config) { c.From = "Mediation <office@example.org>" },
		"a sender with a line":    func(c *Config) { c.From = "office@example.org\r\nBcc: x@example.org" },
		"an origin with a path":   func(c *Config) { c.Origin = "https://office.example.org/x" },
		"no port so high":         func(c *Config) { c.Port = 70000 },
	} {
		c := good
		edit(&c)
		if _, err := c.normalize(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// TestEveryKindSaysItsOwn: digits and a secret stand in the mails that they are for and in no other, and nowhere in a
// header; the secret stands behind the # of the link.
func TestEveryKindSaysItsOwn(t *testing.T) {
	const digits, way, secret = "123456", "1234-5678-9012-3456", "7KD493MX0ZQ8TWP5.1234567890123456"
	fits := map[Kind][2]string{Waits: {}, Address: {digits}, Changed: {}, Again: {way, secret}}
	for _, k := range Kinds() {
		for _, x := range [][2]string{{}, {digits}, {way}, {way, secret}, {"", secret}, {"12345"}, {digits, secret + "0"}} {
			s := serve(t, nil)
			msg := message(1, i18n.English)
			msg.Kind, msg.Digits, msg.Secret = k, x[0], x[1]
			err := mailer(t, config(s)).Send(t.Context(), msg)
			if (err == nil) != (x == fits[k]) {
				t.Errorf("%s with %v: %v", k, x, err)
			}
			_, letters := s.got()
			if err != nil {
				if len(letters) > 0 {
					t.Errorf("%s with %v is sent", k, x)
				}
				continue
			}
			head, body, _ := strings.Cut(letters[0], "\r\n\r\n")
			text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range x {
				if part != "" && (strings.Contains(head, part) || !strings.Contains(string(text), part)) {
					t.Errorf("%s: %q is not where it belongs:\n%s\n%s", k, part, head, text)
				}
			}
			if x[1] != "" && !strings.Contains(string(text), msg.Link+"#"+secret) {
				t.Errorf("the way back: %s", text)
			}
		}
	}
	msg := message(1, i18n.English)
	msg.Kind = "news"
	if err := mailer(t, config(serve(t, nil))).Send(t.Context(), msg); err == nil {
		t.Error("a mail of an unknown kind is sent")
	}
}
