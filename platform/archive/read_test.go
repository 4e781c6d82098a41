package archive_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"linli/platform/archive"
	"linli/platform/fault"
	"linli/platform/id"
)

var tenant = id.ID{1, 2, 3, 4, 5, 6, 0x70, 7, 0x80, 9}

// whole is an archive with two entries.
func whole(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := archive.NewWriter(&b, archive.Header{Kind: archive.Cases, ID: id.ID{5}, Made: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), Tenants: []id.ID{tenant}})
	if err == nil {
		err = errors.Join(w.Add("rows/slip/000001", []byte("[1]\n")), w.Add("blobs/x", bytes.Repeat([]byte("b"), 4000)),
			w.Close(func(id.ID, []byte) ([]byte, error) { return []byte("sealed"), nil }))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// plain is an archive without its compression.
func plain(t testing.TB, packed []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func packed(t testing.TB, tar []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(tar); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// item is one entry of a tar.
type item struct {
	tar.Header
	body string
}

// items takes an archive apart, and tarred puts one together, which only a program without the keys would do.
func items(t testing.TB) (out []item) {
	t.Helper()
	r := tar.NewReader(bytes.NewReader(plain(t, whole(t))))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, item{tar.Header{Typeflag: h.Typeflag, Name: h.Name, Size: h.Size, Mode: h.Mode, ModTime: h.ModTime, Format: tar.FormatPAX}, string(body)})
	}
}

func tarred(t testing.TB, all []item) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, x := range all {
		if err := w.WriteHeader(&x.Header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(x.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (x item) saying(body string) item {
	x.body, x.Size = body, int64(len(body))
	return x
}

func (x item) called(name string) item {
	x.Name = name
	return x
}

// hostile are archives that somebody cut, altered or made, with the fault that each is refused with.
func hostile(t testing.TB) map[string]struct {
	bytes []byte
	want  *fault.Error
} {
	t.Helper()
	all, good := items(t), whole(t)
	with := func(edit func(all []item) []item) []byte { return packed(t, tarred(t, edit(slices.Clone(all)))) }
	at := func(i int, x item) []byte { return with(func(all []item) []item { all[i] = x; return all }) }
	header := func(old, new string) []byte { return at(0, all[0].saying(strings.Replace(all[0].body, old, new, 1))) }
	huge := func() []byte { // the header alone: whoever believes it waits for two gibibytes
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		h := all[1].Header
		h.Size = 2 << 30
		first := tarred(t, all[:1])
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		return packed(t, append(first[:len(first)-1024], b.Bytes()...))
	}
	flipped := slices.Clone(good)
	flipped[len(flipped)/2] ^= 0x20
	sum := slices.Clone(good)
	sum[len(sum)-6] ^= 1
	link := all[1]
	link.Typeflag, link.Linkname, link.body, link.Size = tar.TypeSymlink, "/etc/passwd", "", 0
	return map[string]struct {
		bytes []byte
		want  *fault.Error
	}{
		"nothing":                    {nil, archive.ErrTorn},
		"a letter":                   {[]byte("Dear all, this is no backup"), archive.ErrForeign},
		"another tar":                {packed(t, tarred(t, []item{all[1]})), archive.ErrForeign},
		"an empty tar":               {packed(t, tarred(t, nil)), archive.ErrTorn},
		"cut in its first bytes":     {good[:5], archive.ErrTorn},
		"cut in the middle":          {good[:len(good)/2], archive.ErrTorn},
		"cut before its last byte":   {good[:len(good)-1], archive.ErrTorn},
		"without its manifest":       {with(func(all []item) []item { return all[:3] }), archive.ErrTorn},
		"without its seals":          {with(func(all []item) []item { return all[:4] }), archive.ErrTorn},
		"a bit flipped":              {flipped, archive.ErrDamaged},
		"its sum flipped":            {sum, archive.ErrDamaged},
		"a byte behind it":           {append(slices.Clone(good), 0), archive.ErrDamaged},
		"an archive behind it":       {append(slices.Clone(good), good...), archive.ErrDamaged},
		"a bomb behind the tar":      {packed(t, append(plain(t, good), make([]byte, 64<<20)...)), archive.ErrDamaged},
		"an entry altered":           {at(1, all[1].saying("[2]\n")), archive.ErrDamaged},
		"an entry renamed":           {at(1, all[1].called("rows/account/000001")), archive.ErrDamaged},
		"a way out of the folder":    {at(1, all[1].called("../../etc/passwd")), archive.ErrDamaged},
		"an entry taken out":         {with(func(all []item) []item { return slices.Delete(all, 1, 2) }), archive.ErrDamaged},
		"an entry put in":            {with(func(all []item) []item { return slices.Insert(all, 1, all[2].called("blobs/y")) }), archive.ErrDamaged},
		"an entry twice":             {with(func(all []item) []item { return slices.Insert(all, 1, all[1]) }), archive.ErrDamaged},
		"an entry after the seals":   {with(func(all []item) []item { return append(all, all[1]) }), archive.ErrDamaged},
		"a link":                     {at(1, link), archive.ErrDamaged},
		"two gibibytes":              {huge(), archive.ErrDamaged},
		"a file with holes":          {packed(t, sparse(t, all)), archive.ErrDamaged},
		"a header that is none":      {at(0, all[0].saying("{")), archive.ErrDamaged},
		"a header of many brackets":  {at(0, all[0].saying(strings.Repeat("[", 100_000))), archive.ErrDamaged},
		"of a newer form":            {header(`"format":1`, `"format":2`), archive.ErrNewer},
		"of no form":                 {header(`"format":1`, `"format":0`), archive.ErrDamaged},
		"the other half":             {header(`"cases"`, `"keys"`), archive.ErrKind},
		"of a tenant without a seal": {header(tenant.String(), id.ID{7, 2, 3, 4, 5, 6, 0x70, 7, 0x80, 9}.String()), archive.ErrDamaged},
		"a manifest that is none":    {at(3, all[3].saying("[]")), archive.ErrDamaged},
		"a manifest of nothing":      {at(3, all[3].saying("{}")), archive.ErrDamaged},
		"a manifest that names more": {at(3, all[3].saying(strings.Replace(all[3].body, `]}`, `,{"name":"z","size":0,"sha256":""}]}`, 1))), archive.ErrDamaged},
		"seals that are none":        {at(4, all[4].saying("null and void")), archive.ErrDamaged},
		"seals under another name":   {at(4, all[4].called("seal.json")), archive.ErrDamaged},
	}
}

// sparse is a tar whose second entry stands for a gigabyte in a few bytes. archive/tar reads such files and writes none.
func sparse(t testing.TB, all []item) []byte {
	t.Helper()
	holes := all[1]
	holes.PAXRecords = map[string]string{"ABC.sparse.numblocks": "1", "ABC.sparse.map": "0,4", "ABC.sparse.size": "1000000000"}
	b := tarred(t, append([]item{all[0], holes}, all[2:]...))
	return bytes.ReplaceAll(b, []byte("ABC.sparse."), []byte("GNU.sparse."))
}

func nothing(archive.Header, string, []byte) error { return nil }

func TestAnArchiveComesBackAsItWasWritten(t *testing.T) {
	got := map[string]int{}
	c, err := archive.Read(bytes.NewReader(whole(t)), archive.Cases, func(h archive.Header, name string, body []byte) error {
		got[name] = len(body)
		return nil
	})
	if err != nil || len(got) != 2 || got["blobs/x"] != 4000 || string(c.Seals[tenant]) != "sealed" || len(c.Sum) != 32 {
		t.Errorf("%v, %+v, %v", got, c, err)
	}
}

func TestWhatIsNotWholeIsRefused(t *testing.T) {
	for name, x := range hostile(t) {
		c, err := archive.Read(bytes.NewReader(x.bytes), archive.Cases, nothing)
		if c != nil || !errors.Is(err, x.want) || fault.Of(err).Key != x.want.Key {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
		if held := name == "a file with holes" || name == "two gibibytes" || name == "a link"; held && !strings.Contains(err.Error(), "no entry as linli writes them") {
			t.Errorf("%s was read before it was refused: %v", name, err)
		}
	}
}

// TestADiskThatFailsIsNotTheArchivesFault: nobody throws a good backup away because of a bad cable.
func TestADiskThatFailsIsNotTheArchivesFault(t *testing.T) {
	broken := errors.New("input/output error")
	_, err := archive.Read(io.MultiReader(bytes.NewReader(whole(t)[:200]), iotest.ErrReader(broken)), archive.Cases, nothing)
	if !errors.Is(err, broken) || fault.Of(err).Code == fault.Invalid {
		t.Errorf("%v", err)
	}
	refused := errors.New("no room")
	if _, err = archive.Read(bytes.NewReader(whole(t)), archive.Cases, func(archive.Header, string, []byte) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
}

// FuzzRead: whatever stands in a file, reading it ends with a refusal that has a sentence, or with an archive of this form.
func FuzzRead(f *testing.F) {
	f.Add(plain(f, whole(f)), false)
	for _, x := range hostile(f) {
		if len(x.bytes) < 1<<20 && len(x.bytes) > 0 {
			f.Add(x.bytes, true)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, whole bool) {
		if !whole { // a tar, which a fuzzer understands better than its compression
			raw = packed(t, raw)
		}
		c, err := archive.Read(bytes.NewReader(raw), archive.Cases, nothing)
		if err != nil {
			if x := fault.Of(err); x.Code != fault.Invalid || !strings.HasPrefix(x.Key, "archive.") || c != nil {
				t.Fatalf("a refusal without a sentence: %v", err)
			}
			return
		}
		if c.Format != archive.Format || c.Kind != archive.Cases || len(c.Sum) != 32 || len(c.Seals) > len(c.Tenants) {
			t.Fatalf("%+v", c)
		}
	})
}
