package paper

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
)

// Proof is what the code at the foot of a paper says of that paper. It names nobody.
type Proof struct {
	Tenant, Case id.ID
	Document     string         // of the rulebook: "agreement"; [Whole] for a complete file, empty for several papers together
	Title        rulebook.Label // what the rulebook calls it; empty for [Whole] and for several papers
	Made         time.Time      // to the minute, UTC
	Print        [8]byte        // fingerprint of what stands on it, under a key of this server: nobody can find the words by trying
	Text         [4]byte        // how the hash of the agreement's text begins that it shows; zero on papers that show none
}

// Whole is the document of a proof of a complete file.
const Whole = "file"

// Fingerprint is the paper's, as it is printed: 16 hexadecimal digits in fours.
func (p Proof) Fingerprint() string {
	s := strings.ToUpper(hex.EncodeToString(p.Print[:]))
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// Agreed is how the hash of the agreement's text begins, in hexadecimal; empty on papers that show none.
func (p Proof) Agreed() string {
	if p.Text == [4]byte{} {
		return ""
	}
	return hex.EncodeToString(p.Text[:])
}

// ErrNoProof says that a code on a paper is none of this server's, or was cut off.
var ErrNoProof = fault.New(fault.NotFound, "proof.unknown")

// Prover writes and reads the codes on papers. Nothing is kept of them: a code carries what it says, encrypted, so that a case
// cannot be named by it, and bound to a key of the server, so that nobody else makes one. Equal papers have equal codes, as
// equal orders make equal papers: the number used once is the keyed hash of the content (a synthetic one, as in RFC 5297).
// It is safe for use by many goroutines.
type Prover struct {
	mac, print []byte
	block      cipher.Block
}

const (
	proofTag  = 12             // bytes of the keyed hash that stand before the content
	proofBody = 49             // bytes of the content
	severally = 0xfe           // several papers in one file
	complete  = 0xff           // a complete file
	proofText = "linli paper " // what the keys are derived for
)

// NewProver returns a prover with keys derived from one of the server's.
func NewProver(key []byte) (*Prover, error) {
	var keys [3][]byte
	for i, purpose := range []string{"code", "fingerprint", "cipher"} {
		k, err := hkdf.Key(sha256.New, key, nil, proofText+purpose, 32)
		if err != nil {
			return nil, fmt.Errorf("paper: derive a key: %w", err)
		}
		keys[i] = k
	}
	block, err := aes.NewCipher(keys[2])
	if err != nil {
		return nil, fmt.Errorf("paper: cipher: %w", err)
	}
	return &Prover{keys[0], keys[1], block}, nil
}

// Seal is the code that says it. documents are those of the case's rulebook, in its order.
func (p *Prover) Seal(x Proof, documents []rulebook.Document) string {
	which := byte(severally)
	if x.Document == Whole {
		which = complete
	} else if i := slices.IndexFunc(documents, func(d rulebook.Document) bool { return d.ID == x.Document }); i >= 0 && i < severally {
		which = byte(i)
	}
	body := make([]byte, 0, proofBody)
	body = append(append(append(body, x.Tenant[:]...), x.Case[:]...), which)
	body = binary.BigEndian.AppendUint32(body, uint32(x.Made.Unix()/60)) //nolint:gosec // minutes since 1970, until the year 10136
	body = append(append(body, x.Print[:]...), x.Text[:]...)
	tag := p.tag(body)
	p.stream(tag, body)
	return base64.RawURLEncoding.EncodeToString(append(tag, body...))
}

// Open reads a code. documents gives those of the rulebook of a case. Errors: [ErrNoProof].
func (p *Prover) Open(code string, documents func(tenant, c id.ID) ([]rulebook.Document, error)) (Proof, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(code)
	if err != nil || len(raw) != proofTag+proofBody {
		return Proof{}, ErrNoProof
	}
	tag, body := raw[:proofTag], raw[proofTag:]
	p.stream(tag, body)
	if !hmac.Equal(tag, p.tag(body)) {
		return Proof{}, ErrNoProof
	}
	var x Proof
	r := bytes.NewReader(body)
	var head struct {
		Tenant, Case id.ID
		Which        byte
		Minute       uint32
		Print        [8]byte
		Text         [4]byte
	}
	if err := binary.Read(r, binary.BigEndian, &head); err != nil {
		return Proof{}, ErrNoProof
	}
	x = Proof{Tenant: head.Tenant, Case: head.Case, Made: time.Unix(int64(head.Minute)*60, 0).UTC(), Print: head.Print, Text: head.Text}
	switch head.Which {
	case complete:
		x.Document = Whole
	case severally:
	default:
		all, err := documents(x.Tenant, x.Case)
		if err != nil {
			return Proof{}, err
		}
		if int(head.Which) >= len(all) {
			return Proof{}, ErrNoProof
		}
		x.Document, x.Title = all[head.Which].ID, all[head.Which].Title
	}
	return x, nil
}

func (p *Prover) tag(body []byte) []byte {
	h := hmac.New(sha256.New, p.mac)
	h.Write(body)
	return h.Sum(nil)[:proofTag]
}

func (p *Prover) stream(tag, body []byte) {
	iv := make([]byte, aes.BlockSize)
	copy(iv, tag)
	cipher.NewCTR(p.block, iv).XORKeyStream(body, body)
}

// prove fills in what the code on papers says: their fingerprint is of what a reader of each sees, and of the case, so that the
// same notice to the same person in two cases does not say by its fingerprint that the person is the same.
func (p *Press) prove(o Order, document string, docs []*document.Doc, opts *document.Options) error {
	if o.Prover == nil {
		return nil
	}
	x, err := o.Prover.Of(o.Opened.Case.Tenant, o.Opened.Case.ID, document, docs, opts)
	if err != nil {
		return err
	}
	if a := o.Opened.Case.Agreement; a != nil && slices.Contains(mediation.ShowAgreement, document) {
		text, err := hex.DecodeString(a.Text)
		if err != nil {
			return fmt.Errorf("paper: the hash of an agreement: %w", err)
		}
		copy(x.Text[:], text)
	}
	opts.VerifyURL, opts.Mark = o.Verify+"/"+o.Prover.Seal(x, o.Opened.Rules.Mediation.Documents), x.Fingerprint()
	return nil
}

// Of is what the code on papers of a case says, before it is sealed: when they were made, and their fingerprint.
func (p *Prover) Of(tenant, c id.ID, which string, docs []*document.Doc, opts *document.Options) (Proof, error) {
	h := hmac.New(sha256.New, p.print)
	_, _ = fmt.Fprintf(h, "%s\n%s\n", tenant, c)
	for _, d := range docs {
		html, err := d.HTML(opts.Locale)
		if err != nil {
			return Proof{}, err
		}
		_, _ = fmt.Fprintf(h, "%s\n%d\n%s", d.Title, len(html), html) // a hash takes everything
	}
	x := Proof{Tenant: tenant, Case: c, Document: which, Made: opts.At}
	copy(x.Print[:], h.Sum(nil))
	return x, nil
}

// Code is the one on a paper as it would be printed now; empty for papers that bear none of their own.
func (p *Press) Code(o Order, which Paper) (string, error) {
	if unmarked([]Paper{which}) {
		return "", nil
	}
	doc, err := p.Make(o, which)
	if err != nil {
		return "", err
	}
	opts := document.Options{At: o.At, Locale: p.texts.For(i18n.Language(doc.Language), o.Opened.Rules.Zone)}
	if err := p.prove(o, which.Kind, []*document.Doc{doc}, &opts); err != nil {
		return "", err
	}
	return opts.VerifyURL, nil
}
