package app

import (
	"crypto/tls"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"

	"linli/platform/fault"
	"linli/platform/vault"
	"linli/platform/vault/transit"
	"linli/store/dialect"
)

// Config is what the operator sets, by environment or flag. The names in brackets are those of the environment.
type Config struct {
	Listen    string // [LINLI_LISTEN] address to listen on; 127.0.0.1:8080
	URL       string // [LINLI_URL] public origin; http://localhost:PORT where it is empty and the address is on this machine (https with a certificate)
	TLSCert   string // [LINLI_TLS_CERT]
	TLSKey    string // [LINLI_TLS_KEY]
	Proxies   string // [LINLI_TRUSTED_PROXIES] comma-separated addresses or networks
	Metrics   string // [LINLI_METRICS] own listener; off where it is empty
	Data      string // [LINLI_DATA] folder of the database, the blobs and, by default, the keys
	Database  string // [LINLI_DATABASE] empty: SQLite in Data; or postgres://…
	Keys      string // [LINLI_KEYS] key store: a folder, or postgres:// of another database; Data/keys where it is empty
	Operator  string // [LINLI_OPERATOR_KEY] file with the operator key; Keys/operator.key where it is empty
	KMS       string // [LINLI_KMS] hcvault://TOKEN@HOST/MOUNT/keys/NAME: the key service that locks new operator keys and opens those that it locked; empty: none
	Journal   string // [LINLI_ERASURE_JOURNAL] file that mirrors the erasure journal; erasures.jsonl beside the key store where it is empty
	Rulebooks string // [LINLI_RULEBOOKS] folder of the office's own rulebooks, one in each folder of it; empty: those that are built in
	Languages string // [LINLI_LANGUAGES] folder of languages that the office adds, as AREA.LANGUAGE.yaml; empty: those that are built in
	SMTP      string // [LINLI_SMTP] smtp://USER:PASSWORD@HOST:PORT (STARTTLS) or smtps://…; empty: no mail is sent
	MailFrom  string // [LINLI_MAIL_FROM] the sender's address
	Issuer    string // [LINLI_OIDC_ISSUER] the office's identity provider; empty: none
	Client    string // [LINLI_OIDC_CLIENT] linli's id there
	Secret    string // [LINLI_OIDC_SECRET] and its secret
	Provider  string // [LINLI_OIDC_NAME] how staff know it
	Demo      bool   // an office with invented cases: every page says so
}

// complete fills in what follows from the rest and refuses what cannot be right.
func (c Config) complete() (Config, error) {
	for _, secret := range []*string{&c.Database, &c.Keys, &c.SMTP, &c.Secret, &c.KMS} {
		if err := fromFile(secret); err != nil {
			return c, err
		}
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8080"
	}
	if c.Data == "" {
		return c, wrong("cli.config.data", "")
	}
	if c.Keys == "" {
		c.Keys = filepath.Join(c.Data, "keys")
	}
	if c.Database != "" && !isPostgres(c.Database) || strings.Contains(c.Keys, "://") && !isPostgres(c.Keys) {
		return c, dialect.ErrURL // before a folder is made, or looked for, under such a name
	}
	if c.Operator == "" {
		if isPostgres(c.Keys) {
			return c, wrong("cli.config.operator_key", "")
		}
		c.Operator = filepath.Join(c.Keys, "operator.key")
	}
	if c.Journal == "" {
		beside := c.Keys
		if isPostgres(c.Keys) {
			beside = c.Data
		}
		c.Journal = filepath.Join(beside, "erasures.jsonl")
	}
	if isPostgres(c.Keys) && c.Keys == c.Database {
		return c, wrong("cli.config.keys", "")
	}
	if _, err := c.service(); err != nil {
		return c, err
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return c, wrong("cli.config.tls", "")
	}
	return c, nil
}

// service is the key service of LINLI_KMS, or nil.
func (c Config) service() (vault.KeyService, error) {
	if c.KMS == "" {
		return nil, nil
	}
	s, err := transit.Parse(c.KMS)
	if err != nil {
		return nil, wrong("cli.config.kms", "") // the value holds the token
	}
	return s, nil
}

// Locks open the file of the operator key.
func (c Config) Locks(ask vault.Passphrase) (vault.Locks, error) {
	s, err := c.service()
	return vault.Locks{Ask: ask, Service: s}, err
}

// wrong is a setting that cannot be right; the sentence names the setting, value is what was given.
func wrong(key, value string) error {
	return fault.New(fault.Invalid, key).With(fault.Args{"value": value})
}

// origin is the public origin, or that of this machine at the port listened on. Without encryption it is on this machine:
// cookies, passkeys and the edge all refuse any other.
func (c Config) origin(port string) (*url.URL, error) {
	if c.URL == "" {
		scheme := "http"
		if c.TLSCert != "" {
			scheme = "https"
		}
		return &url.URL{Scheme: scheme, Host: net.JoinHostPort("localhost", port)}, nil
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || (u.Path != "" && u.Path != "/") {
		return nil, wrong("cli.config.url", c.URL)
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && isThisMachine(u.Hostname())) {
		return nil, wrong("cli.config.url_plain", c.URL)
	}
	u.Path = ""
	return u, nil
}

func isThisMachine(host string) bool {
	a, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && a.Unmap().IsLoopback()
}

// certificate reads the certificate and its key; nil where linli does not end the encryption itself.
func (c Config) certificate() (*tls.Config, error) {
	if c.TLSCert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "cli.serve.certificate", err).With(fault.Args{"cert": c.TLSCert, "key": c.TLSKey})
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

func (c Config) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range strings.FieldsFunc(c.Proxies, func(r rune) bool { return r == ',' || r == ' ' }) {
		if !strings.Contains(s, "/") {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, wrong("cli.config.proxies", s)
			}
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, wrong("cli.config.proxies", s)
		}
		out = append(out, p)
	}
	return out, nil
}

func isPostgres(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}
