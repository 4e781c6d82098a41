package paper

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"path"

	"linli/mediation/paper"
	"linli/platform/blob"
)

// wholeFile prints the complete file of a case for the office. Each original is read by itself, and what is too large for one
// file is named with its fingerprint and let go of.
func (p *Pages) wholeFile(w http.ResponseWriter, r *http.Request, who reader, order paper.Order) error {
	var scans []paper.Scan
	taken := 0
	c := &order.Opened.Case
	for _, f := range c.Attachments {
		kind := c.Filed(f)
		if kind == "" {
			continue
		}
		d, err := p.Mediation.Download(r.Context(), who.Actor, who.Of, f.ID)
		if errors.Is(err, blob.ErrMissing) {
			continue // it was destroyed since
		}
		if err != nil {
			return err
		}
		sum := sha256.Sum256(d.Bytes)
		s := paper.Scan{Document: kind, At: f.At, Hash: hex.EncodeToString(sum[:])}
		switch image := path.Dir(d.Type) == "image"; {
		case image && len(d.Bytes) <= paper.Room(taken):
			s.Picture, taken = d.Bytes, taken+len(d.Bytes)
		case !image:
			if s.Pages, err = blob.Pages(d.Bytes); err != nil {
				return err
			}
			if len(d.Bytes) <= paper.Room(taken) {
				s.PDF, taken = d.Bytes, taken+len(d.Bytes)
			}
		}
		scans = append(scans, s)
	}
	result, err := p.Press.File(order, scans)
	if err != nil {
		return err
	}
	name := whole
	if number := paper.Number(order.Opened, order.Names.Unit); number != "" {
		name = number + "-" + name
	}
	send(w, "application/pdf", "inline", name+".pdf", result.Bytes)
	return nil
}
