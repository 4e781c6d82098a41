package mediation

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"

	"linli/api/route"
	"linli/mediation"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
)

// NewFile is a file on its way in.
type NewFile struct {
	Party   id.ID   `json:"party,omitzero" doc:"who gives it; absent: the office"`
	Shared  bool    `json:"shared,omitempty" doc:"every party that consents may see it"`
	With    []id.ID `json:"with,omitempty" doc:"or these parties, once they consent, and no other"`
	Name    string  `json:"name" doc:"as its sender calls it"`
	Bare    bool    `json:"bare" doc:"the sender says that no fingerprint can be seen on it"`
	Content string  `json:"content" doc:"the file in base64 (RFC 4648, section 4)"`
}

func (d *Desk) addFile(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	var in NewFile
	if err := json.Unmarshal(c.Body, &in); err != nil {
		return route.Answer{}, fault.Wrap(fault.Invalid, "form.json", err)
	}
	if in.Content == "" {
		return route.Answer{}, fault.Field("content", "form.required")
	}
	raw, err := base64.StdEncoding.DecodeString(in.Content)
	if err != nil {
		return route.Answer{}, fault.Field("content", "api.body.base64")
	}
	upload := mediation.UploadInput{Party: in.Party, Shared: in.Shared, With: in.With, Name: in.Name, Prints: blob.Prints{None: in.Bare}, Reader: bytes.NewReader(raw)}
	body, replayed, err := d.Service.UploadOnce(ctx, c.Actor, caseID, upload, c.Request, func(f mediation.Attachment) []byte { return route.Encode(f) })
	return route.Answer{Body: body, Replayed: replayed}, err
}
