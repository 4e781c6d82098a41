package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"filippo.io/age"

	"linli/platform/archive"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	backups "linli/store/backup"
	"linli/store/dialect"
)

// dataKey names a data key of a tenant.
type dataKey struct{ tenant, key id.ID }

// pair is what the two files of a restore told of themselves before anything was written.
type pair struct {
	cases, keys *archive.Contents
	dead        map[dataKey]bool // what the erasure journals name
	entries     []vault.Entry    // the journals, each key once
	newer       bool             // one of them lay apart from the keys
	held        sample
}

// check reads both files to their end and refuses what is not whole or does not belong together.
func (r *Restoring) check(ctx context.Context, operator *vault.OperatorKey) (*pair, error) {
	p := &pair{dead: map[dataKey]bool{}, held: sample{keys: map[id.ID][]vault.TenantKey{}, secrets: map[id.ID]vault.WrappedKey{}}}
	var err error
	if p.cases, err = r.readCases(func(dialect.Table, [][]any) error { return nil }, nil, &backups.Reader{}); err != nil {
		return nil, err
	}
	if p.keys, err = r.readKeys(operator, p.collect, &backups.Reader{}); err != nil {
		return nil, err
	}
	if err := r.journals(p); err != nil {
		return nil, err
	}
	return p, r.fits(ctx, operator, p)
}

// readCases goes through the file of the cases.
func (r *Restoring) readCases(rows func(dialect.Table, [][]any) error, blob func(name string, body []byte) error, db *backups.Reader) (*archive.Contents, error) {
	f, err := openFile(r.Cases)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return r.named(archive.Cases, f, rows, blob, db)
}

// readKeys goes through the file of the keys.
func (r *Restoring) readKeys(operator *vault.OperatorKey, rows func(dialect.Table, [][]any) error, db *backups.Reader) (*archive.Contents, error) {
	f, err := openFile(r.Keys)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if start, _ := in.Peek(len(ageBegins)); !bytes.Equal(start, []byte(ageBegins)) {
		return r.named(archive.Keys, in, rows, nil, db) // a file of the cases in its place is told from one that is none
	}
	plain, err := age.Decrypt(in, append([]age.Identity{operator.Envelope()}, r.Identities...)...)
	var nobody *age.NoIdentityMatchError
	switch {
	case errors.Is(err, vault.ErrOperatorOther):
		return nil, err
	case errors.As(err, &nobody):
		return nil, ErrIdentity.With(fault.Args{"file": r.Keys})
	case err != nil:
		return nil, fault.Wrap(ErrSealedDamaged.Code, ErrSealedDamaged.Key, err).With(fault.Args{"file": r.Keys})
	}
	return r.named(archive.Keys, sealedReader{plain, r.Keys}, rows, nil, db)
}

const ageBegins = "age-encryption.org/"

// sealedReader says of a decrypted file that it was cut or altered: age refuses both alike.
type sealedReader struct {
	io.Reader
	file string
}

func (s sealedReader) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if disk := (*fs.PathError)(nil); err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &disk) {
		err = fault.Wrap(ErrSealedDamaged.Code, ErrSealedDamaged.Key, errors.New(err.Error())).With(fault.Args{"file": s.file})
	}
	return n, err
}

// named reads an archive and puts the file's name into what it refuses.
func (r *Restoring) named(kind archive.Kind, in io.Reader, rows func(dialect.Table, [][]any) error, blob func(string, []byte) error, db *backups.Reader) (*archive.Contents, error) {
	c, err := archive.Read(in, kind, func(_ archive.Header, name string, body []byte) error {
		if ours, err := db.Entry(name, body, rows); ours || err != nil {
			return err
		}
		if blob == nil {
			return nil
		}
		return blob(name, body)
	})
	var f *fault.Error
	if errors.As(err, &f) && f.Args["file"] == nil {
		args := fault.Args{"file": fileOf(r, kind)}
		for k, v := range f.Args {
			args[k] = v
		}
		return nil, f.With(args)
	}
	return c, err
}

func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(ErrNoFile.Code, ErrNoFile.Key, err).With(fault.Args{"file": path})
	}
	return f, nil
}

// journals adds the erasure journals that lie apart from the keys: the mirror in its place, and those that were named.
func (r *Restoring) journals(p *pair) error {
	for i, file := range append([]string{r.Config.Journal}, r.Journals...) {
		f, err := os.Open(file)
		if i == 0 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fault.Wrap(ErrNoFile.Code, ErrNoFile.Key, err).With(fault.Args{"file": file})
		}
		entries, err := vault.ReadJournal(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		p.newer = true
		for _, e := range entries {
			p.bury(e)
		}
	}
	return nil
}

func (p *pair) bury(e vault.Entry) {
	if k := (dataKey{e.Tenant, e.Key}); !p.dead[k] {
		p.dead[k] = true
		p.entries = append(p.entries, e)
	}
}

// fits opens the seals of both files with the keys of the backup: only keys that belong to the file open them.
func (r *Restoring) fits(ctx context.Context, operator *vault.OperatorKey, p *pair) error {
	v, err := vault.New(p.held, operator, r.Clock, id.NewSource(r.Clock, nil), vault.Settings{})
	if err != nil {
		return err
	}
	defer v.Close()
	for _, c := range []*archive.Contents{p.keys, p.cases} {
		for tenant, seal := range c.Seals {
			sum, err := v.Secrets().Open(ctx, tenant, sealPurpose(c.Kind), seal)
			if errors.Is(err, vault.ErrOperatorOther) {
				return err
			}
			if err == nil && bytes.Equal(sum, c.Sum) {
				continue
			}
			if err == nil || c.Kind == archive.Keys { // whoever wrote this manifest did not have the keys
				return fault.Wrap(archive.ErrDamaged.Code, archive.ErrDamaged.Key, err).With(fault.Args{"file": fileOf(r, c.Kind), "entry": "manifest.json"})
			}
			return fault.Wrap(ErrPair.Code, ErrPair.Key, fmt.Errorf("tenant %s: %w", tenant, err)).With(fault.Args{"cases": r.Cases, "keys": r.Keys})
		}
	}
	return nil
}
