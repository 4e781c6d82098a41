package house_test

import (
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
	"linli/testkit"
)

// TestAMailToAnOrganisationIsACode: an organisation that has an account hears of a referral, and of one to be deleted, by mails that are the
// same but for ids; one without an account, or whose account was closed, gets none.
func TestAMailToAnOrganisationIsACode(t *testing.T) {
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	box := newLetterbox(t)
	a, _ := mailing(t, w, box)
	first := w.Clinic("甲站")
	service, err := w.App.Directory.Save(w.Ctx, w.Worker(), id.ID{}, 0, directory.Sheet{NewOrganization: "乙站", Name: "乙窗口", Description: "法律援助", Status: "active", Email: "desk@yi.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	c, person, link := w.Referred(service)
	due(t, w, a)
	if got := box.got(); len(got) != 0 {
		t.Fatalf("without an account it gets %v", got)
	}
	w.Outside("yi", service)
	w.Outside("jia", first) // the directory has no address of it
	w.Help(person, c, referral.TakeBack{Referral: link.Party})
	c, _, link = w.Referred(service)
	w.Referred(first)
	due(t, w, a)
	letters := box.got()
	if len(letters) != 2 {
		t.Fatalf("%d letters: %v", len(letters), letters)
	}
	code := string(c.Referral(link.Party).Link.Code)
	told := 0
	for _, l := range letters {
		if strings.Contains(l, apptest.Origin+"/provider/"+code) {
			told++
		}
		if !strings.Contains(l, "To: <desk@yi.example.org>") {
			t.Errorf("it goes elsewhere: %s", l)
		}
		for _, word := range []string{"阿依古丽欧阳", "没有钱请律师", "想请律师", "法律援助", "乙窗口", "转介", c.ID.String(), link.Party.String()} {
			if strings.Contains(l, word) {
				t.Errorf("a letter says %s: %s", word, l)
			}
		}
	}
	if told != 1 {
		t.Errorf("the code stands in %d letters", told)
	}
	ids := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|/provider/[0-9A-Z-]+|Date: .*`)
	if x, y := ids.ReplaceAllString(letters[0], "…"), ids.ReplaceAllString(letters[1], "…"); x != y {
		t.Errorf("a new referral and one to be deleted differ:\n%s\n%s", x, y)
	}
	if err := w.App.Office.CloseAccount(w.Ctx, w.As("admin"), w.Hired("yi").Account); err != nil {
		t.Fatal(err)
	}
	w.Referred(service)
	due(t, w, a)
	if n := len(box.got()); n != 2 {
		t.Errorf("after its account was closed it gets letters: %d", n)
	}
}

// organisation asks one that has an account, and an address in the directory; another request is ended by its person.
func organisation(t *testing.T, w *apptest.World, address string) {
	t.Helper()
	desk, err := w.App.Directory.Save(w.Ctx, w.Worker(), id.ID{}, 0, directory.Sheet{NewOrganization: "远站", Name: "远站", Description: "法律援助", Status: "active", Email: address})
	if err != nil {
		t.Fatal(err)
	}
	w.Outside("far", desk)
	w.Referred(desk)
	left, leaves := w.Ask(w.Request())
	w.Help(leaves, left, referral.Leave{})
}
