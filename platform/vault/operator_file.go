package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"linli/platform/fault"
)

const (
	operatorPrefix = "LINLI-OPERATOR-KEY-1 "
	servicePrefix  = "LINLI-OPERATOR-KEY-KMS-1 "
	agePrefix      = "age-encryption.org/v1"
	// scryptWork is age's own default: 2^18 blocks, about a second and 256 MB, once at start.
	scryptWork = 18
	maxKeyFile = 64 << 10
)

// Passphrase asks for the passphrase of an operator key's file; it is called only when the file has one.
type Passphrase func() (string, error)

// KeyService locks an operator key's file by a key that never leaves it (KMS) 密钥服务.
type KeyService interface {
	// Lock returns the text encrypted, as one word.
	Lock(ctx context.Context, text []byte) (string, error)
	// Unlock is the inverse of Lock.
	Unlock(ctx context.Context, locked string) ([]byte, error)
}

// Locks open the file of an operator key; nil: there is no such lock.
type Locks struct {
	Ask     Passphrase
	Service KeyService
}

// CreateOperatorKey makes a new operator key and writes it to a file that must not exist, with mode 0600.
//
// Where there is a key service, it locks the file. Otherwise, with an empty passphrase the file holds the key itself; with a
// passphrase it is an age file (age-encryption.org/v1, scrypt recipient), which the standard age command opens as well, should
// linli ever be gone. It answers [ErrOperatorService] where the service does not lock.
func CreateOperatorKey(ctx context.Context, path, passphrase string, service KeyService) (*OperatorKey, error) {
	return createOperatorKey(ctx, path, passphrase, service, scryptWork)
}

func createOperatorKey(ctx context.Context, path, passphrase string, service KeyService, work int) (*OperatorKey, error) {
	key := make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("making an operator key: %w", err)
	}
	o, err := newOperatorKey(key)
	if err != nil {
		return nil, err
	}
	text := []byte(operatorPrefix + base64.StdEncoding.EncodeToString(key) + "\n")
	switch {
	case service != nil:
		locked, err := service.Lock(ctx, text)
		if err != nil {
			return nil, unserved(path, err)
		}
		text = []byte(servicePrefix + locked + "\n")
	case passphrase != "":
		if text, err = lock(text, passphrase, work); err != nil {
			return nil, fmt.Errorf("locking the operator key: %w", err)
		}
	}
	if err := writeNew(path, text); err != nil {
		return nil, fault.Wrap(ErrOperatorFile.Code, ErrOperatorFile.Key, err).With(fault.Args{"path": path})
	}
	return o, nil
}

// OpenOperatorKey reads an operator key from a file. It answers [ErrOperatorMode] when anyone but the owner has any
// right to the file, [ErrOperatorFile] when it is missing or not a key, [ErrOperatorPassphrase] for a wrong passphrase,
// [ErrOperatorLocked] for the file of a key service that is not set, [ErrOperatorService] where the service does not open it.
func OpenOperatorKey(ctx context.Context, path string, with Locks) (*OperatorKey, error) {
	text, err := readStrict(path)
	if err != nil {
		return nil, err
	}
	refuse := func(cause error) error {
		return fault.Wrap(ErrOperatorFile.Code, ErrOperatorFile.Key, cause).With(fault.Args{"path": path})
	}
	if locked, ok := bytes.CutPrefix(text, []byte(servicePrefix)); ok {
		if with.Service == nil {
			return nil, ErrOperatorLocked.With(fault.Args{"path": path})
		}
		if text, err = with.Service.Unlock(ctx, string(bytes.TrimSpace(locked))); err != nil {
			return nil, unserved(path, err)
		}
	}
	if bytes.HasPrefix(text, []byte(agePrefix)) {
		if with.Ask == nil {
			return nil, fault.New(ErrOperatorPassphrase.Code, ErrOperatorPassphrase.Key).With(fault.Args{"path": path})
		}
		passphrase, err := with.Ask()
		if err != nil {
			return nil, fmt.Errorf("asking for the operator key's passphrase: %w", err)
		}
		if text, err = unlock(text, passphrase); err != nil {
			return nil, fault.Wrap(ErrOperatorPassphrase.Code, ErrOperatorPassphrase.Key, err).With(fault.Args{"path": path})
		}
	}
	encoded, ok := strings.CutPrefix(strings.TrimSpace(string(text)), operatorPrefix)
	if !ok {
		return nil, refuse(errors.New("the file does not begin as an operator key does"))
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, refuse(errors.New("the key is not base64"))
	}
	o, err := newOperatorKey(key)
	if err != nil {
		return nil, refuse(err)
	}
	return o, nil
}

func unserved(path string, cause error) error {
	return fault.Wrap(ErrOperatorService.Code, ErrOperatorService.Key, cause).With(fault.Args{"path": path, "cause": cause.Error()})
}

// readStrict reads a small regular file to which only its owner has rights.
func readStrict(path string) ([]byte, error) {
	refuse := func(cause error) error {
		return fault.Wrap(ErrOperatorFile.Code, ErrOperatorFile.Key, cause).With(fault.Args{"path": path})
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, refuse(err)
	}
	defer f.Close()
	stat, err := f.Stat() // of the open file: nothing can be exchanged between looking and reading
	if err != nil {
		return nil, refuse(err)
	}
	if !stat.Mode().IsRegular() {
		return nil, refuse(errors.New("not a regular file"))
	}
	if mode := stat.Mode().Perm(); mode&0o077 != 0 {
		return nil, ErrOperatorMode.With(fault.Args{"path": path, "mode": fmt.Sprintf("%04o", mode)})
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, refuse(err)
	}
	return text, nil
}

// writeNew writes a file that must not exist, readable by its owner alone, and returns when it is on the disk.
func writeNew(path string, text []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fs.FileMode(0o600))
	if err != nil {
		return err
	}
	defer func() {
		if c := f.Close(); err == nil {
			err = c
		}
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a folder's new entries survive a power cut.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func lock(text []byte, passphrase string, work int) ([]byte, error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	to.SetWorkFactor(work)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func unlock(text []byte, passphrase string) ([]byte, error) {
	with, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(text), with)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, maxKeyFile))
}
