package mediation_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"linli/mediation"
)

// TestTheFormSaysWhoSeesAFile: before it is shown to more parties; a file that the office keeps to itself is nobody else's. Where there is no
// file, the page says so and asks nothing.
func TestTheFormSaysWhoSeesAFile(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		at := "/mediations/" + c.ID.String() + "/show_file?lang=en"
		_, none := s.as("mediator").get(at)
		says(t, none, "There is nothing in this case to do this with at present.")
		hides(t, none, `name="with"`)
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Mediation.Upload(s.Ctx, s.As("mediator"), c.ID, mediation.UploadInput{Name: "letter.png", Reader: &picture}); err != nil {
			t.Fatal(err)
		}
		_, body := s.as("mediator").get(at)
		hides(t, body, "There is nothing in this case")
		says(t, body, "letter")
		says(t, body, "Only those working on the case can see this.")
		hides(t, body, "Everyone in the case can see this.")
	})
}
