package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"linli/platform/id"
)

// Folder is a [Store] in a folder of files:
//
//	ROOT/<tenant>/<last byte of the name>/<name>       mode 0600, in folders of mode 0700
//
// A blob is written beside its place, synced, and renamed, so that a reader finds it whole or not at all, also after a
// power cut. Several linli processes may share the folder. All access goes through [os.Root]: a link that leads out of
// the folder is not followed.
type Folder struct{ root *os.Root }

var _ Store = (*Folder)(nil)

const unfinished = ".new"

// OpenFolder opens a folder of blobs, making it when it is not there.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the blob folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the blob folder: %w", err)
	}
	return &Folder{root: root}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// place is the folder and the path of a blob, relative to the root.
func place(tenant, name id.ID) (folder, file string) {
	folder = path.Join(tenant.String(), hex.EncodeToString(name[15:]))
	return folder, path.Join(folder, name.String())
}

// Put writes a blob.
func (f *Folder) Put(ctx context.Context, tenant, name id.ID, sealed []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if tenant.IsZero() || name.IsZero() {
		return because(ErrStore, errors.New("writing a blob without a tenant or a name"))
	}
	if err := f.put(tenant, name, sealed); err != nil {
		return because(ErrStore, fmt.Errorf("writing blob %s: %w", name, err))
	}
	return nil
}

func (f *Folder) put(tenant, name id.ID, sealed []byte) (err error) {
	folder, file := place(tenant, name)
	if err := f.folders(tenant.String(), folder); err != nil {
		return err
	}
	if _, err := f.root.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the name is taken: %w", errors.Join(fs.ErrExist, err))
	}
	w, err := f.root.OpenFile(file+unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = w.Write(sealed)
	if err == nil {
		err = w.Sync()
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return errors.Join(err, f.root.Remove(file+unfinished))
	}
	if err := f.root.Rename(file+unfinished, file); err != nil {
		return err
	}
	return f.sync(folder)
}

// folders makes a chain of folders and the entries for them durable.
func (f *Folder) folders(chain ...string) error {
	for _, folder := range chain {
		switch err := f.root.Mkdir(folder, 0o700); {
		case errors.Is(err, fs.ErrExist):
		case err != nil:
			return err
		default:
			if err := f.sync(path.Dir(folder)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *Folder) sync(folder string) error {
	d, err := f.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get reads a blob.
func (f *Folder) Get(ctx context.Context, tenant, name id.ID) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	_, file := place(tenant, name)
	r, err := f.root.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, because(ErrMissing, fmt.Errorf("blob %s: %w", name, err))
	}
	if err != nil {
		return nil, because(ErrStore, fmt.Errorf("reading blob %s: %w", name, err))
	}
	sealed, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, because(ErrStore, fmt.Errorf("reading blob %s: %w", name, err))
	}
	return sealed, nil
}

// Delete removes a blob.
func (f *Folder) Delete(ctx context.Context, tenant, name id.ID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	folder, file := place(tenant, name)
	err := f.root.Remove(file)
	if err == nil {
		err = f.sync(folder)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return because(ErrStore, fmt.Errorf("deleting blob %s: %w", name, err))
	}
	return nil
}

// Names lists a tenant's blobs.
func (f *Folder) Names(ctx context.Context, tenant id.ID) ([]id.ID, error) {
	var names []id.ID
	err := f.walk(ctx, tenant, func(file string, _ fs.DirEntry) error {
		if name, err := id.Parse(path.Base(file)); err == nil && !name.IsZero() {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, because(ErrStore, fmt.Errorf("listing blobs: %w", err))
	}
	return names, nil
}

// Tidy removes what writes that were cut short left behind, if it was last written before the instant; choose one that
// no write under way can have begun before, such as an hour ago.
func (f *Folder) Tidy(ctx context.Context, tenant id.ID, before time.Time) error {
	err := f.walk(ctx, tenant, func(file string, e fs.DirEntry) error {
		if !strings.HasSuffix(file, unfinished) {
			return nil
		}
		stat, err := e.Info()
		if err != nil || !stat.ModTime().Before(before) {
			return err
		}
		return f.root.Remove(file)
	})
	if err != nil {
		return because(ErrStore, fmt.Errorf("tidying blobs: %w", err))
	}
	return nil
}

// walk visits the files of a tenant; a file that vanishes meanwhile is passed over.
func (f *Folder) walk(ctx context.Context, tenant id.ID, visit func(file string, e fs.DirEntry) error) error {
	err := fs.WalkDir(f.root.FS(), tenant.String(), func(file string, e fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && !e.IsDir() {
			err = visit(file, e)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	return err
}
