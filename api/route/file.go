package route

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"

	"linli/platform/fault"
	"linli/platform/id"
)

// NewAttachment is a file on its way in.
type NewAttachment struct {
	Name    string `json:"name" doc:"as its sender calls it"`
	Content string `json:"content" doc:"the file in base64 (RFC 4648, section 4)"`
}

// Reader reads the file. at is the path of its fields in the body, such as "file.", or empty.
func (f NewAttachment) Reader(at string) (io.Reader, error) {
	if f.Content == "" {
		return nil, fault.Field(at+"content", "form.required")
	}
	raw, err := base64.StdEncoding.DecodeString(f.Content)
	if err != nil {
		return nil, fault.Field(at+"content", "api.body.base64")
	}
	return bytes.NewReader(raw), nil
}

// CodeOrder asks for the passphrase of a code that was just given.
type CodeOrder struct {
	Code id.Code `json:"code" doc:"the tracking code"`
}

// Slip is somebody's way in, as it is printed.
type Slip struct {
	Code       string `json:"code" doc:"tracking code"`
	Passphrase string `json:"passphrase" doc:"sixteen digits in fours, told this once"`
}

// Read decodes the body.
func (c *Call) Read(into any) error {
	if err := json.Unmarshal(c.Body, into); err != nil {
		return fault.Wrap(fault.Invalid, "form.json", err)
	}
	return nil
}

// SlipOrder reads the order of a slip: the case of the path, and the code of the body.
func (c *Call) SlipOrder() (id.ID, id.Code, error) {
	var order CodeOrder
	of, err := c.ID()
	if err == nil {
		err = c.Read(&order)
	}
	if err != nil {
		return of, "", err
	}
	code, err := id.ParseCode(string(order.Code))
	if err != nil {
		err = fault.Field("code", "form.required")
	}
	return of, code, err
}
