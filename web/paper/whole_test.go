package paper_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/casefile/bundle"
	"linli/mediation"
	"linli/platform/access"
)

// onePage is the smallest PDF of a page.
const onePage = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>\nendobj\n" +
	"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n"

// TestOriginalsLieInTheFile: what somebody put in its place is bound in, what a party gave the office alone never is, and the
// page says what the file still lacks.
func TestOriginalsLieInTheFile(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Effective)
		base := "/mediations/" + c.ID.String()
		clerk := s.browser(t, s.As("clerk"))
		says(t, clerk.get(base+"/papers"), http.StatusOK, "卷宗还缺：", "身份证明")
		images := func() int { return strings.Count(s.whole(t, s.As("clerk"), c), "/Subtype /Image") }
		before := images()
		for _, party := range []string{"", c.Parties[0].ID.String()} {
			if got := clerk.post(base+"/files", map[string]string{"party": party, "shared": "no", "prints": "none"}, "file", "证件.png", picture(t)); got.Code != http.StatusSeeOther {
				t.Fatal(got.Code, got.Body)
			}
		}
		if images() != before {
			t.Error("a file that nobody put in its place is bound in")
		}
		files := now(t, s, c).Attachments
		office, own := files[len(files)-2].ID, files[len(files)-1].ID
		if _, _, err := s.App.Mediation.Act(s.Ctx, s.As("clerk"), c.ID, mediation.FileAs{Attachment: own, Document: "identity"}, mediation.Ask{}); err == nil {
			t.Error("what a party gave the office alone lies in the file")
		}
		s.Act(s.As("clerk"), c, mediation.FileAs{Attachment: office, Document: "identity"})
		if got := images(); got <= before {
			t.Errorf("%d pictures before, %d after", before, got)
		}
		both := images()
		if got := clerk.post(base+"/files", map[string]string{"party": "", "shared": "no", "prints": "none"}, "file", "户口簿.pdf", onePage); got.Code != http.StatusSeeOther {
			t.Fatal(got.Code, got.Body)
		}
		files = now(t, s, c).Attachments
		s.Act(s.As("clerk"), c, mediation.FileAs{Attachment: files[len(files)-1].ID, Document: "identity"})
		if got := s.whole(t, s.As("clerk"), c); strings.Count(got, "/Subtype /Form") != 1 || images() != both {
			t.Errorf("a scan that came as a PDF is bound in %d times", strings.Count(got, "/Subtype /Form"))
		}
		if strings.Contains(clerk.get(base+"/papers").Body.String(), "<li>身份证明</li>") {
			t.Error("what is there is still said to be missing")
		}
	})
}

// whole is the complete file of a case as the job prints it for an account.
func (s *site) whole(t *testing.T, who access.Actor, c mediation.Case) string {
	t.Helper()
	pdf, err := s.binder.Bind(s.Ctx, who, bundle.Bundle{Tenant: s.Tenant(), Case: c.ID, Language: "zh-Hans"}, func(done, of int) error {
		if done > of {
			t.Errorf("%d papers of %d are made", done, of)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(pdf)
}
