package app_test

import (
	"errors"
	"testing"
	"time"

	"linli/app"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/store/dialect"
)

// TestSettingsThatCannotBeRight holds what the operator reads, word for word; all of it is wrong usage.
func TestSettingsThatCannotBeRight(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config   app.Config
		en, hans string
	}{
		"no folder":         {app.Config{}, "LINLI_DATA is empty. Name the folder for linli's data.", "LINLI_DATA 是空的。请写明存放数据的文件夹。"},
		"certificate alone": {app.Config{Data: "d", TLSCert: "c"}, "LINLI_TLS_CERT and LINLI_TLS_KEY belong together. Set both or neither.", "LINLI_TLS_CERT 和 LINLI_TLS_KEY 要么都设置，要么都不设置。"},
		"keys among cases": {app.Config{Data: "d", Database: "postgres://h/a", Keys: "postgres://h/a", Operator: "k"},
			"LINLI_KEYS must name another database than LINLI_DATABASE.", "LINLI_KEYS 必须与 LINLI_DATABASE 分属两个数据库。"},
		"no place for the operator key": {app.Config{Data: "d", Keys: "postgres://h/a"},
			"Name the file with the operator key in LINLI_OPERATOR_KEY: keys in PostgreSQL have no folder for it.",
			"请在 LINLI_OPERATOR_KEY 中写明运营密钥文件：密钥存放在 PostgreSQL 时，没有存放它的文件夹。"},
		"a proxy without an address": {app.Config{Data: "d", Proxies: "10.0.0.1, everybody"},
			"LINLI_TRUSTED_PROXIES: everybody is neither an address such as 10.0.0.1 nor a network such as 10.0.0.0/8.",
			"LINLI_TRUSTED_PROXIES：everybody 既不是地址（例如 10.0.0.1），也不是网段（例如 10.0.0.0/8）。"},
		"a network that is none": {app.Config{Data: "d", Proxies: "10.0.0.0/99"},
			"LINLI_TRUSTED_PROXIES: 10.0.0.0/99 is neither an address such as 10.0.0.1 nor a network such as 10.0.0.0/8.",
			"LINLI_TRUSTED_PROXIES：10.0.0.0/99 既不是地址（例如 10.0.0.1），也不是网段（例如 10.0.0.0/8）。"},
		"another database": {app.Config{Data: "d", Database: "mysql://h/a"},
			"The database's address must begin with postgres://. Leave it empty for SQLite.", "数据库地址必须以 postgres:// 开头；使用 SQLite 时请留空。"},
		"another key store": {app.Config{Data: "d", Keys: "mysql://h/a"},
			"The database's address must begin with postgres://. Leave it empty for SQLite.", "数据库地址必须以 postgres:// 开头；使用 SQLite 时请留空。"},
		"no origin": {app.Config{Data: "d", URL: "linli.example.org"},
			"LINLI_URL: linli.example.org is not an origin such as https://linli.example.org.", "LINLI_URL：linli.example.org 不是网址起点，应写成例如 https://linli.example.org。"},
		"an origin in plain text": {app.Config{Data: "d", URL: "http://linli.example.org"},
			"LINLI_URL: http://linli.example.org must begin with https://. Plain http is for this machine alone.",
			"LINLI_URL：http://linli.example.org 必须以 https:// 开头。明文 http 只限本机使用。"},
	} {
		_, err := c.config.Complete()
		if err == nil {
			_, err = c.config.Origin("8080")
		}
		f := fault.Of(err)
		if err == nil || f.Code != fault.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for lang, want := range map[i18n.Language]string{i18n.English: c.en, i18n.Hans: c.hans} {
			if got := texts.For(lang, time.UTC).Fault(f, ""); got != want {
				t.Errorf("%s, %s: %q, want %q", name, lang, got, want)
			}
		}
	}
	for _, url := range []string{"mysql://h/a", "postgres://h:port/a"} {
		if _, err := dialect.Open(t.Context(), url, dialect.Options{}); !errors.Is(err, dialect.ErrURL) {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestTheOriginFollowsTheCertificate(t *testing.T) {
	for want, c := range map[string]app.Config{
		"http://localhost:8080": {}, "https://localhost:8080": {TLSCert: "c", TLSKey: "k"}, "https://linli.example.org": {URL: "https://linli.example.org/"},
		"http://127.0.0.1:8080": {URL: "http://127.0.0.1:8080"},
	} {
		if got, err := c.Origin("8080"); err != nil || got.String() != want {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
	}
}
