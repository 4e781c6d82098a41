package office_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"log/slog"
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/oidc"
	"linli/platform/passkey"
	"linli/store/dialect"
	storeoffice "linli/store/office"
	"linli/testkit"
)

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// world is an office of one tenant on a real store.
type world struct {
	*office.Service
	t     *testing.T
	clock *clock.Manual
	store *storeoffice.Store
	cli   access.Actor
	signs map[id.ID]string // the token that an account got by its enrolment
	log   bytes.Buffer
	founded
}

type founded = office.Founded

func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) { test(t, newWorld(t, db)) })
}

func newWorld(t *testing.T, db *dialect.DB) *world {
	t.Helper()
	return newWorldWith(t, db, nil)
}

// newWorldWith is a world whose office has an identity provider.
func newWorldWith(t *testing.T, db *dialect.DB, provider *oidc.Provider) *world {
	t.Helper()
	rights, err := access.NewEngine()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := passkey.New("http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, signs: map[id.ID]string{}, clock: clock.NewManual(start), store: storeoffice.New(db)}
	w.Service = office.New(office.Options{Repo: w.store, Rights: rights, Seal: newSealer(t), Clock: w.clock,
		IDs: id.NewSource(w.clock, nil), Hashing: 2, Passkeys: keys, Provider: provider, Log: slog.New(slog.NewTextHandler(&w.log, nil))})
	w.founded, err = w.Found(t.Context(), access.Actor{Kind: access.System, Via: "cli"}, office.Found{
		Slug: "qingshan", Name: "青山县调解中心", Zone: "Asia/Shanghai", Languages: []string{"zh-Hans", "en"}, Rulebook: "cn",
		Level: office.County, Code: "QS", Login: "First.Admin", Person: "管理员"})
	if err != nil {
		t.Fatal(err)
	}
	w.cli = access.Actor{Kind: access.System, Via: "cli", Tenant: w.Tenant.ID}
	return w
}

const password = "correct horse battery"

// enrol carries an enrolment through and returns the secret of the second factor and the new session.
func (w *world) enrol(code id.Code) (secret []byte, signed office.SignedIn) {
	w.t.Helper()
	e, err := w.Enrol(w.t.Context(), code.String(), "desk")
	if err != nil {
		w.t.Fatal(err)
	}
	secret = secretOf(w.t, e.Secret)
	token, err := w.CompleteEnrolment(w.t.Context(), e.Step, password, office.TOTPCode(secret, w.clock.Now()))
	if err != nil {
		w.t.Fatal(err)
	}
	signed = w.resolve(token)
	w.signs[signed.Actor.Account] = token
	return secret, signed
}

// again is the actor as the next request sees it.
func (w *world) again(a access.Actor) access.Actor {
	w.t.Helper()
	return w.resolve(w.signs[a.Account]).Actor
}

func (w *world) resolve(token string) office.SignedIn {
	w.t.Helper()
	s, err := w.Resolve(w.t.Context(), token, office.Web)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// admin is the first administrator, signed in.
func (w *world) admin() access.Actor {
	w.t.Helper()
	_, s := w.enrol(w.Code)
	return s.Actor
}

// unit adds a unit below another.
func (w *world) unit(a access.Actor, parent id.ID, level office.Level, code string) office.Unit {
	w.t.Helper()
	u, err := w.AddUnit(w.t.Context(), a, office.AddUnit{Parent: parent, Level: level, Code: code, Name: "单位" + code})
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

func (w *world) account(a access.Actor, unit id.ID, login string) (office.Colleague, id.Code) {
	w.t.Helper()
	x, code, err := w.CreateAccount(w.t.Context(), a, office.CreateAccount{Unit: unit, Login: login, Name: "同事", Language: "en"})
	if err != nil {
		w.t.Fatal(err)
	}
	return x, code
}

func (w *world) post(a access.Actor, account, unit id.ID, kind access.PostKind) office.Post {
	w.t.Helper()
	p, err := w.AssignPost(w.t.Context(), a, office.AssignPost{Account: account, Unit: unit, Kind: kind})
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// wants fails the test unless err is a fault with this key.
func wants(t *testing.T, err error, key string) {
	t.Helper()
	var list fault.List
	if errors.As(err, &list) {
		for _, f := range list {
			if f.Key == key {
				return
			}
		}
	}
	if f := fault.Of(err); f == nil || f.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

// sealer is AES-GCM under one key, with the tenant and the purpose as associated data.
type sealer struct{ aead cipher.AEAD }

func newSealer(t *testing.T) sealer {
	t.Helper()
	block, err := aes.NewCipher(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	return sealer{aead}
}

func (s sealer) Seal(_ context.Context, tenant id.ID, purpose string, plain []byte) ([]byte, error) {
	nonce := make([]byte, s.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return s.aead.Seal(nonce, nonce, plain, append(tenant[:], purpose...)), nil
}

func (s sealer) Open(_ context.Context, tenant id.ID, purpose string, sealed []byte) ([]byte, error) {
	n := s.aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("too short")
	}
	return s.aead.Open(nil, sealed[:n], sealed[n:], append(tenant[:], purpose...))
}
