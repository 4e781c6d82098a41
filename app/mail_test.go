package app

import (
	"testing"

	"linli/platform/notify"
)

func TestMailConfig(t *testing.T) {
	got, err := mailConfig("smtps://office:secret@mail.example.org:465")
	want := notify.Config{Host: "mail.example.org", Port: 465, User: "office", Password: "secret", TLS: notify.Implicit}
	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if got, err := mailConfig("smtp+none://127.0.0.1:2525"); err != nil || got.TLS != notify.NoTLS || got.Port != 2525 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"http://mail", "mail.example.org", "smtp://host:x", "%"} {
		if _, err := mailConfig(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
