package api_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
)

// scan is a photograph with a place in its EXIF part, as a telephone makes it.
func scan(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 32, 32)), nil); err != nil {
		t.Fatal(err)
	}
	secret := append([]byte{0xff, 0xe1, 0, 24}, []byte("Exif\x00\x00GPS 30.1,120.1")...)
	return append(append([]byte{0xff, 0xd8}, secret[:26-2]...), b.Bytes()[2:]...)
}

// TestAProgramFilesALetter: stripped as on the pages, once however often it is sent, by whom the policies let, and nothing that is no file.
func TestAProgramFilesALetter(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		k := c.To(mediation.InSession)
		contract := c.contract()
		body := func(content, more string) string {
			return `{"name":"来函.jpg","bare":true,"content":"` + content + `"` + more + `}`
		}
		picture := base64.StdEncoding.EncodeToString(scan(t))
		contract.fits("POST", one+"/files", body(picture, ""))
		first := contract.holds("POST", one+"/files", c.post("mediator", at(k, "/files"), "f1", body(picture, "")).want(t, http.StatusCreated))
		same(t, "a file", first, c.post("mediator", at(k, "/files"), "f1", body(picture, "")))
		var made struct {
			ID, Type string
			Size     int64
			Bare     bool
		}
		decodeLoosely(t, first.Body, &made)
		after, err := c.App.Mediation.Repo.Case(c.Ctx, c.Tenant(), k.ID)
		if err != nil || len(after.Attachments) != 1 || after.Attachments[0].ID.String() != made.ID || !made.Bare || made.Type != "image/jpeg" {
			t.Fatalf("the case has %+v, the answer is %s, %v", after.Attachments, first.Body, err)
		}
		got, err := c.App.Mediation.Download(c.Ctx, c.As("clerk"), k.ID, after.Attachments[0].ID)
		if err != nil || bytes.Contains(got.Bytes, []byte("GPS 30.1")) || got.Name != "来函.jpg" {
			t.Errorf("kept is %q of %d bytes, %v", got.Name, len(got.Bytes), err)
		}

		party := `,"party":"` + k.Parties[0].ID.String() + `","shared":true`
		c.post("clerk", at(k, "/files"), "f2", strings.Replace(body(picture, party), `"bare":true`, `"bare":false`, 1)).want(t, http.StatusCreated)
		if after, err = c.App.Mediation.Repo.Case(c.Ctx, c.Tenant(), k.ID); err != nil || after.Attachments[1].Owner != k.Parties[0].ID || !after.Attachments[1].Shared || after.Attachments[1].Bare {
			t.Errorf("the party's file is %+v, %v", after.Attachments[1], err)
		}
		for name, x := range map[string]struct {
			login, body string
			status      int
			says        string
		}{
			"no base64":      {"mediator", body("%%%", ""), 400, `"content"`},
			"nothing":        {"mediator", body("", ""), 400, `"content"`},
			"nothing of it":  {"mediator", strings.Replace(body(picture, ""), `"bare":true,`, "", 1), 400, `"bare"`},
			"no picture":     {"mediator", body(base64.StdEncoding.EncodeToString([]byte("#!/bin/sh\n")), ""), 400, "blob."},
			"a drawing":      {"mediator", body(base64.StdEncoding.EncodeToString([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)), ""), 400, "blob."},
			"the lead":       {"lead", body(picture, ""), 403, ""},
			"another unit":   {"other.clerk", body(picture, ""), 404, ""},
			"an unknown one": {"mediator", body(picture, `,"party":"01890000-0000-7000-8000-000000000001"`), 400, "party_unknown"},
		} {
			a := c.post(x.login, at(k, "/files"), "bad "+name, x.body)
			if a.Status != x.status || !strings.Contains(string(a.Body), x.says) {
				t.Errorf("%s: %d %s", name, a.Status, a.Body)
			}
		}
		c.post("mediator", at(k, "/files"), "large", body(strings.Repeat("A", 15<<20), "")).want(t, http.StatusRequestEntityTooLarge)
		if after, err = c.App.Mediation.Repo.Case(c.Ctx, c.Tenant(), k.ID); err != nil || len(after.Attachments) != 2 {
			t.Errorf("%d files are there, %v", len(after.Attachments), err)
		}
	})
}
