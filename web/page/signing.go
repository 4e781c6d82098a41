package page

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"linli/casefile/signing"
	"linli/platform/fault"
)

// drawingField is the field in which the script of a frame sends the picture.
const drawingField = "drawing"

// Drawing is a frame in which a signature is drawn with finger, pen or mouse; [Form.Drawing] reads it. It stands in a form with
// the attribute data-signature that is hidden: the script shows it, so that without one a page offers paper alone.
type Drawing struct{}

func (*Drawing) template() string { return "drawing" }
func (*Drawing) prepare(*press)   {}

// Passkey is the part of a page in which an account signs a text with a passkey of its own. It is shown where the browser can do it.
type Passkey struct {
	At   string `json:"at"`   // address of the act: At/passkey/begin begins, At/passkey ends
	With string `json:"with"` // what follows both addresses, from "?" on
	Text string `json:"text"` // hash of the text that stands on the page
	Says string `json:"says"` // what will be signed
	Mark string `json:"mark"` // what the mark of the text is good for
}

func (*Passkey) template() string { return "passkey" }
func (*Passkey) prepare(*press)   {}

// Groups are the text's hash in groups that people can compare.
func (k *Passkey) Groups() string {
	var groups []string
	for g := range slices.Chunk([]byte(k.Text), 8) {
		groups = append(groups, string(g))
	}
	return strings.Join(groups, " ")
}

// Drawing reads the picture that a [Drawing] sent, a data address (RFC 2397) of a PNG. Error: "paper.sign.draw_first" at the frame.
func (f *Form) Drawing() (io.Reader, error) {
	body, ok := strings.CutPrefix(f.Value(drawingField), "data:image/png;base64,")
	if !ok {
		return nil, fault.Field(drawingField, "paper.sign.draw_first")
	}
	return base64.NewDecoder(base64.StdEncoding, strings.NewReader(body)), nil
}

const maxAnswer = 64 << 10 // bytes: an authenticator's answers are a few hundred each

// Signed is what the script of a [Passkey] sends, to begin and to end.
type Signed struct {
	Text string `json:"text"` // hash of the text that stands on the page
	signing.Answer
}

// ReadSigned reads it. Error: Invalid "form.unreadable".
func ReadSigned(w http.ResponseWriter, r *http.Request) (s Signed, err error) {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAnswer)).Decode(&s); err != nil {
		return s, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	return s, nil
}

// TellScript answers the script of a page.
func TellScript(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // the browser has gone if this fails
	return nil
}
