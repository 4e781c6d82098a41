package page

import (
	"encoding/base64"
	"html/template"
	"strconv"
)

// Settle shows files that somebody sent in and of which nothing is kept yet: each picture with a [Cover], and of each file the
// question whether it is kept.
//
//	{{show .Settle}}   with   Settle *page.Settle
type Settle struct{ Files []SettleFile }

// AsideField names the hidden fields with the tokens of the files, in their order.
const AsideField = "aside"

// SettleFile is one of them.
type SettleFile struct {
	N     int // from 1
	Name  string
	Token string
	Cover *Cover // nil for what is no picture
}

func (*Settle) template() string { return "settle" }

func (*Settle) prepare(*press) {}

// NewSettleFile is a file with a picture of it in itself: there is no address at which anybody could ask for it.
func NewSettleFile(n int, name, token string, jpeg []byte) SettleFile {
	f := SettleFile{N: n, Name: name, Token: token}
	if len(jpeg) > 0 {
		f.Cover = &Cover{Name: "cover_" + strconv.Itoa(n), Large: true, Picture: drawn(jpeg)}
	}
	return f
}

// Field is the name of the question whether it is kept: "keep" or "leave".
func (f SettleFile) Field() string { return "settle_" + strconv.Itoa(f.N) }

// Pictures reports whether any of the files is one.
func (s *Settle) Pictures() bool {
	for _, f := range s.Files {
		if f.Cover != nil {
			return true
		}
	}
	return false
}

// drawn is the address of a picture that stands on the page itself (RFC 2397).
func drawn(jpeg []byte) template.URL {
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg)) //nolint:gosec // base64 of what linli drew
}
