package page

import (
	"encoding/base64"
	"fmt"
	"html/template"

	"rsc.io/qr"
)

// QR is a text as the picture of a QR code, with modules of so many pixels: large enough for a poor camera and a poor printer.
func QR(text string, pixels int) (template.URL, error) {
	picture, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("drawing a QR code: %w", err)
	}
	picture.Scale = pixels
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(picture.PNG())), nil //nolint:gosec // made here
}
