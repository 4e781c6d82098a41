package house_test

import (
	"bytes"
	"maps"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/store/dialect"
	"linli/testkit"
)

// instructed is a party with what it said of how it is reached, and what may then leave for it: the mails by address.
type instructed struct {
	name string
	say  mediation.ChangeContact // its last word; the address before it was confirmed
	talk bool                    // it said so in the private talk
	may  map[string][]notify.Kind
}

// The program writes to parties by e-mail alone; it telephones nobody, and has no other way out.
var instructions = []instructed{
	{"every way", mediation.ChangeContact{Reach: mediation.ReachAny, Email: firstAddress}, false,
		map[string][]notify.Kind{firstAddress: {notify.Again, notify.Waits, notify.Waits}}},
	{"mail only", mediation.ChangeContact{Reach: mediation.ReachMail, Email: firstAddress}, false,
		map[string][]notify.Kind{firstAddress: {notify.Again, notify.Waits, notify.Waits}}},
	{"telephone only, at hours", mediation.ChangeContact{Reach: mediation.ReachPhone, Contact: "13800000000", SafeContact: "只在上午", Email: firstAddress}, false, nil},
	{"not at all", mediation.ChangeContact{Reach: mediation.ReachNone, Email: firstAddress}, false, nil},
	{"another address, not confirmed", mediation.ChangeContact{Reach: mediation.ReachAny, Email: secondAddress}, false,
		map[string][]notify.Kind{firstAddress: {notify.Changed}, secondAddress: {notify.Address, notify.Address}}},
	{"another address, the old one is read by somebody else", mediation.ChangeContact{Reach: mediation.ReachAny, Email: secondAddress, Quiet: true}, false,
		map[string][]notify.Kind{secondAddress: {notify.Address, notify.Address}}},
	{"another address, telephone only", mediation.ChangeContact{Reach: mediation.ReachPhone, Contact: "13800000000", Email: secondAddress}, false, nil},
	{"everything is taken out", mediation.ChangeContact{Reach: mediation.ReachAny}, false, map[string][]notify.Kind{firstAddress: {notify.Changed}}},
	{"said in the private talk", mediation.ChangeContact{}, true, nil},
}

// TestEveryNoticeObeysTheSafeContact queues every kind of job that the program knows for a party, lets the party then say how
// it is reached, and looks at what leaves. A kind of job that writes without standing in the program's own list of mails
// sends nothing, and a kind of mail without its words cannot be sent at all: package notify.
func TestEveryNoticeObeysTheSafeContact(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if w.Place.Engine != dialect.SQLite {
			t.Skip("what is written to whom does not depend on the engine")
		}
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		for kind, says := range app.Mails() {
			if !slices.Contains(kinds(t), kind) || !slices.Contains(notify.Kinds(), says) {
				t.Errorf("%s sends %q: one of them is not there", kind, says)
			}
		}
		for i, x := range instructions {
			w.Clock.Add(24 * time.Hour)
			x.queued(t, w, a, box)
			due(t, w, a)
			got := map[string][]notify.Kind{}
			for _, raw := range box.got() {
				to, says := letterOf(t, w, raw)
				got[to] = append(got[to], says)
			}
			for _, to := range slices.Collect(maps.Keys(got)) {
				slices.Sort(got[to])
				box.taken(t, to)
			}
			if !maps.EqualFunc(got, x.may, slices.Equal) {
				t.Errorf("%s: %v leaves, %v may", x.name, got, x.may)
			}
			if i == 0 && len(got) == 0 {
				t.Fatal("nothing leaves at all: this test proves nothing")
			}
		}
	})
}

// queued is a case for whose first party every job waits, after which that party has said how it is reached.
func (x instructed) queued(t *testing.T, w *apptest.World, a *app.App, box *letterbox) {
	t.Helper()
	c := w.To(mediation.Screening)
	if !x.talk {
		c = w.To(mediation.Scheduled)
	}
	code, _, err := a.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, c.Parties[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	c = reaches(t, w, a, box, c, 0, firstAddress)
	session := c.ID
	if len(c.Sessions) > 0 {
		session = c.Sessions[0].ID
	}
	due(t, w, a)
	for _, kind := range kinds(t) {
		if kind == "mediation.erase" || kind == "mediation.minimise" || kind == "mediation.shred" || kind == "mediation.destroy" || kind == "mediation.former_address" {
			continue // what ends a section leaves nobody to write to; a former address is made by the change itself
		}
		j, err := job.New(w.Tenant(), w.App.IDs.New(), kind, job.Payload{"case": c.ID.String(), "party": c.Parties[0].ID.String(), "session": session.String(),
			"message": c.ID.String(), "code": "c" + strings.ToLower(string(code))}, w.Clock.Now(), w.Clock.Now())
		if err == nil {
			err = a.Mediation.Repo.Queue(w.Ctx, j)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if x.talk {
		w.Act(w.As("clerk"), c, mediation.Talk{Party: c.Parties[0].ID, Concern: mediation.NoConcernTold, SafeContact: "不要写邮件"})
		return
	}
	x.say.Party = c.Parties[0].ID
	w.Act(w.Party(c, 0), c, x.say)
}

// outside are the words that would tell whoever sees a mail what it is about.
var outside = slices.Concat(apptest.Planted, []string{"mediat", "dispute", "case", "report", "agreement", "court", "party", "consent", "session", "调解", "纠纷", "案", "协议", "法院", "当事人",
	"調解", "糾紛", "協議", "當事人", "test", "测试"})

// letterOf is to whom a mail goes and what it says, after everything that stands in it was looked at: nothing but the words
// of its kind, the one subject, the office's plain address and a reference.
func letterOf(t *testing.T, w *apptest.World, raw string) (to string, says notify.Kind) {
	t.Helper()
	_, raw, _ = strings.Cut(raw, "DATA\r\n")
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(quotedprintable.NewReader(m.Body)); err != nil {
		t.Fatal(err)
	}
	text := buf.String()
	for name := range m.Header {
		if !slices.Contains([]string{"From", "To", "Subject", "Date", "Message-Id", "Mime-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Language", "Auto-Submitted"}, name) {
			t.Errorf("a mail has the header %s: %q", name, m.Header[name])
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != w.App.Texts.Text(i18n.Hans, notify.Subject, nil) || m.Header.Get("From") != "<office@example.org>" {
		t.Errorf("subject %q, from %q, %v", subject, m.Header.Get("From"), err)
	}
	for _, k := range notify.Kinds() {
		first, _, _ := strings.Cut(w.App.Texts.Text(i18n.Hans, k.Texts()[1], fault.Args{"digits": "|"}), "|")
		if strings.HasPrefix(text, first) {
			says = k
		}
	}
	bare := strings.ReplaceAll(strings.ToLower(subject+text), strings.ToLower(apptest.Origin), "")
	for _, word := range outside {
		if strings.Contains(bare, word) {
			t.Errorf("a mail says %q: %s", word, text)
		}
	}
	return strings.Trim(m.Header.Get("To"), "<>"), says
}

// TestWhatIsTakenAlongIsNeutral: the file names and the calendar title of what a party takes from its page say nothing of what
// it is about.
func TestWhatIsTakenAlongIsNeutral(t *testing.T) {
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	s := newSite(t, w, w.To(mediation.Scheduled))
	me := s.people[0]
	s.enter(t, me)
	for _, name := range []string{"appointment.ics", "receipt.json", "receipt.pdf", "consent/receipt.json", "consent/receipt.pdf"} {
		got := s.fetch(t, me, "/r/"+s.cases[0].codes[0].String()+"/"+name)
		if got.status != http.StatusOK {
			t.Fatalf("%s: %d", name, got.status)
		}
		said := []string{got.header.Get("Content-Disposition"), got.header.Get("Content-Type")}
		if strings.HasSuffix(name, ".ics") {
			said = append(said, string(got.body))
		}
		if said[0] == "" {
			t.Errorf("%s has no file name", name)
		}
		for _, text := range said {
			for _, word := range append(outside[:len(outside):len(outside)], "一楼", "V1") {
				if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
					t.Errorf("%s says %q: %s", name, word, text)
				}
			}
		}
	}
}
