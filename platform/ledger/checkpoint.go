package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// timeLayout is RFC 3339 with exactly six digits of a second, in UTC.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// maxSize bounds a tree's size in everything read from outside, so that no arithmetic on it can overflow. JSON readers in
// other languages keep integers exact up to 2^53.
const maxSize = 1 << 53

var tenantName = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

// Origin is the first line of a tenant's checkpoints and the name of its keys: "linli/" and the tenant's public name.
func Origin(tenant string) string { return "linli/" + tenant }

// Head is the signed content of a checkpoint.
type Head struct {
	Tenant string // the tenant's public name
	Size   int64
	Root   tlog.Hash
	At     time.Time // when it was signed, UTC
	Keys   []string  // verifier keys that the office says are its own, newest first; a claim, not a proof
}

// text is the head as it is signed: the checkpoint format of C2SP tlog-checkpoint (origin, size, root), then one
// extension line with the instant and one for each verifier key.
func (h Head) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%d\n%s\ntime %s\n", Origin(h.Tenant), h.Size, base64.StdEncoding.EncodeToString(h.Root[:]), h.At.UTC().Format(timeLayout))
	for _, k := range h.Keys {
		b.WriteString("key " + k + "\n")
	}
	return b.String()
}

var errCheckpoint = errors.New("ledger: malformed checkpoint")

// parseHead reads a checkpoint's text. Extension lines that it does not know are skipped, as C2SP asks; the first three
// lines and the time are strict.
func parseHead(text string) (Head, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 4 || !strings.HasSuffix(text, "\n") {
		return Head{}, errCheckpoint
	}
	tenant, ok := strings.CutPrefix(lines[0], "linli/")
	if !ok || !tenantName.MatchString(tenant) {
		return Head{}, errCheckpoint
	}
	size, err := parseCount(lines[1])
	if err != nil {
		return Head{}, errCheckpoint
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Head{}, errCheckpoint
	}
	stamp, ok := strings.CutPrefix(lines[3], "time ")
	if !ok {
		return Head{}, errCheckpoint
	}
	at, err := parseTime(stamp)
	if err != nil {
		return Head{}, errCheckpoint
	}
	h := Head{Tenant: tenant, Size: size, Root: tlog.Hash(root), At: at}
	for _, line := range lines[4:] {
		if line == "" {
			return Head{}, errCheckpoint
		}
		if key, ok := strings.CutPrefix(line, "key "); ok {
			h.Keys = append(h.Keys, key)
		}
	}
	return h, nil
}

// parseCount reads a decimal number without sign or leading zeros, at most maxSize.
func parseCount(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > maxSize || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("ledger: %q is not a count", s)
	}
	return n, nil
}

// parseTime reads timeLayout and nothing else.
func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil || t.Format(timeLayout) != s {
		return time.Time{}, fmt.Errorf("ledger: %q is not an instant", s)
	}
	return t.UTC(), nil
}

// HeadOf reads a signed note without checking who signed it.
func HeadOf(signed []byte) (Head, error) {
	split := strings.LastIndex(string(signed), "\n\n")
	if split < 0 {
		return Head{}, errCheckpoint
	}
	return parseHead(string(signed[:split+1]))
}

// Errors of OpenCheckpoint, compared with errors.Is.
var (
	ErrMalformed   = errCheckpoint                                                    // not a checkpoint
	ErrOtherTenant = errors.New("ledger: a checkpoint of another office")             // signed by whomever, for another origin
	ErrUnsigned    = errors.New("ledger: the office's signature is missing or wrong") // or a known witness's is wrong
)

// OpenCheckpoint checks a signed note: the origin must be the tenant's, one of keys with that name must have signed it,
// and every signature of a known key, witnesses included, must be right. It returns the names of the witnesses whose
// signatures were checked.
func OpenCheckpoint(tenant string, signed []byte, keys []note.Verifier) (Head, []string, error) {
	var form *note.UnverifiedNoteError
	if _, err := note.Open(signed, nil); !errors.As(err, &form) { // the form alone, of every line, before any signature
		return Head{}, nil, ErrMalformed
	}
	h, err := parseHead(form.Note.Text)
	if err != nil {
		return Head{}, nil, err
	}
	if h.Tenant != tenant {
		return Head{}, nil, ErrOtherTenant
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	if err != nil {
		return Head{}, nil, fmt.Errorf("%w: %w", ErrUnsigned, err)
	}
	own := false
	var witnesses []string
	for _, s := range n.Sigs {
		if s.Name == Origin(tenant) {
			own = true
		} else {
			witnesses = append(witnesses, s.Name)
		}
	}
	if !own {
		return Head{}, nil, ErrUnsigned
	}
	return h, witnesses, nil
}
