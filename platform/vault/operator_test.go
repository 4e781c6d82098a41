package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/platform/fault"
)

// cheapWork keeps scrypt short in tests; the format is the same.
const cheapWork = 10

func TestOperatorKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "operator.key")
	made, err := CreateOperatorKey(t.Context(), path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateOperatorKey(t.Context(), path, "", nil); !errors.Is(err, ErrOperatorFile) {
		t.Errorf("a key was written over another: %v", err)
	}
	read, err := OpenOperatorKey(t.Context(), path, Locks{})
	if err != nil || read.ID() != made.ID() || len(made.ID()) != 16 {
		t.Fatalf("read %v, %v", read, err)
	}
	wrapped, err := made.Wrap(bytes.Repeat([]byte{7}, keySize), []byte("here"))
	if err != nil {
		t.Fatal(err)
	}
	if key, err := read.Unwrap(wrapped, []byte("here")); err != nil || !bytes.Equal(key, bytes.Repeat([]byte{7}, keySize)) {
		t.Errorf("Unwrap = %x, %v", key, err)
	}
	if _, err := read.Unwrap(wrapped, []byte("there")); err == nil {
		t.Error("a key wrapped for one place opens at another")
	}
}

func TestOperatorKeyFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "operator.key")
	if _, err := CreateOperatorKey(t.Context(), path, "", nil); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o644, 0o666, 0o610} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := OpenOperatorKey(t.Context(), path, Locks{})
		if !errors.Is(err, ErrOperatorMode) || fault.Of(err).Args["path"] != path || fault.Of(err).Args["mode"] == "" {
			t.Errorf("mode %v: %v", mode, err)
		}
	}
	for name, text := range map[string]string{
		"empty":      "",
		"other text": "-----BEGIN PRIVATE KEY-----\n",
		"not base64": operatorPrefix + "???\n",
		"too short":  operatorPrefix + "AAAA\n",
	} {
		bad := filepath.Join(t.TempDir(), "bad.key")
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenOperatorKey(t.Context(), bad, Locks{}); !errors.Is(err, ErrOperatorFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, path := range map[string]string{"missing": filepath.Join(t.TempDir(), "none"), "a folder": t.TempDir()} {
		if _, err := OpenOperatorKey(t.Context(), path, Locks{}); !errors.Is(err, ErrOperatorFile) && !errors.Is(err, ErrOperatorMode) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOperatorKeyWithPassphrase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "operator.key")
	made, err := createOperatorKey(t.Context(), path, "正确 马 电池 订书钉", nil, cheapWork)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), operatorPrefix) {
		t.Errorf("the key stands readable in its file: %v", err)
	}
	say := func(passphrase string) Passphrase { return func() (string, error) { return passphrase, nil } }
	if read, err := OpenOperatorKey(t.Context(), path, Locks{Ask: say("正确 马 电池 订书钉")}); err != nil || read.ID() != made.ID() {
		t.Errorf("the right passphrase: %v", err)
	}
	for name, ask := range map[string]Passphrase{"wrong": say("guess"), "empty": say(""), "nobody to ask": nil} {
		if _, err := OpenOperatorKey(t.Context(), path, Locks{Ask: ask}); !errors.Is(err, ErrOperatorPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No two different lists of parts share one encoding; without the lengths these would.
func TestAssociatedDataIsUnambiguous(t *testing.T) {
	seen := make(map[string]string)
	for name, data := range map[string][]byte{
		"a|bc":   associate("d", []byte("a"), []byte("bc")),
		"ab|c":   associate("d", []byte("ab"), []byte("c")),
		"abc|":   associate("d", []byte("abc"), nil),
		"abc":    associate("d", []byte("abc")),
		"da|bc":  associate("da", []byte("bc")),
		"|a|bc":  associate("d", nil, []byte("a"), []byte("bc")),
		"d|a|bc": associate("", []byte("d"), []byte("a"), []byte("bc")),
	} {
		if other, ok := seen[string(data)]; ok {
			t.Errorf("%s and %s are encoded alike", name, other)
		}
		seen[string(data)] = name
	}
}
