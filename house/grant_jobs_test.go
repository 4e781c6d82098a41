package house_test

import (
	"errors"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/casefile/breach"
	"linli/consent"
	"linli/mediation"
	"linli/office/webhook"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/outbound"
	"linli/referral"
	reports "linli/report"
)

// kinds are the jobs that the program knows, as its table of handlers names them.
func kinds(t *testing.T) []string {
	t.Helper()
	named := map[string]string{} // constants of package app
	var out []string
	for pass := range 2 {
		for _, f := range program(t) {
			if f.folder != "app" || f.test {
				continue
			}
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ValueSpec:
					for i, name := range n.Names {
						if i < len(n.Values) {
							if l, ok := n.Values[i].(*ast.BasicLit); ok {
								named[name.Name], _ = strconv.Unquote(l.Value)
							}
						}
					}
				case *ast.FuncDecl:
					if n.Name.Name != "handlers" || pass == 0 {
						return true
					}
					ast.Inspect(n, func(n ast.Node) bool {
						kv, ok := n.(*ast.KeyValueExpr)
						if !ok {
							return true
						}
						switch k := kv.Key.(type) {
						case *ast.BasicLit:
							kind, _ := strconv.Unquote(k.Value)
							out = append(out, kind)
						case *ast.Ident:
							if named[k.Name] != "" {
								out = append(out, named[k.Name])
							}
						}
						return true
					})
				}
				return true
			})
		}
	}
	slices.Sort(out)
	if len(out) < 6 {
		t.Fatalf("only %v are known", out)
	}
	return out
}

// withMail is a dispute whose applicant wants to be told by e-mail.
func withMail(w *apptest.World) func() mediation.Apply {
	return func() mediation.Apply {
		a := w.Application()
		a.Parties[0].Email = "party@example.org"
		return a
	}
}

// jobsOf are the rows of jobs of a kind.
func jobsOf(t *testing.T, w *apptest.World, kind string) (out []row) {
	t.Helper()
	for _, r := range rows(t, w.App.Stores.Cases)["job"] {
		if r["kind"] == kind {
			out = append(out, r)
		}
	}
	return out
}

// TestNoJobOpensAnythingWithoutAnAccessRow is refusal R6 for the jobs: while the row cannot be written, no job of any kind
// opens a text; the mails, for which an address has to be opened, are not sent, stand in the queue as they stood, and are
// sent as soon as there is room.
func TestNoJobOpensAnythingWithoutAnAccessRow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Tells = withMail(w)
		w.To(mediation.Accepted)
		box := newLetterbox(t)
		a, spy := mailing(t, w, box)
		w.Clock.Add(time.Hour)
		waiting := jobsOf(t, w, "mediation.mail")
		if len(waiting) == 0 {
			t.Fatal("no mail waits")
		}
		before := left(t, w)
		made := full(t, w)
		report(t, mailsRefused(t, w, a, spy, box, before))
		brokenMail(t, w, a, spy, box)
		made()
		w.To(mediation.Accepted) // the mails of the breach are gone; these are the next ones
		waiting = jobsOf(t, w, "mediation.mail")
		w.Clock.Add(2 * time.Hour)
		if _, err := a.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if n := len(box.got()); n != len(waiting) || spy.opened == 0 || len(jobsOf(t, w, "mediation.mail")) != 0 {
			t.Errorf("with room for the row %d mails of %d are sent, %d are left", n, len(waiting), len(jobsOf(t, w, "mediation.mail")))
		}
		for _, letter := range box.got() {
			for _, word := range apptest.Planted {
				if strings.Contains(letter, word) {
					t.Errorf("a mail says %s", word)
				}
			}
		}
	})
}

// mailsRefused does what is due where no access row can be written, and lists what should not have come of it.
func mailsRefused(t *testing.T, w *apptest.World, a *app.App, spy *watched, box *letterbox, before map[string][]row) (found []string) {
	t.Helper()
	if _, err := a.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
	if spy.opened > 0 {
		found = append(found, fmt.Sprintf("%d texts were opened", spy.opened))
	}
	if n := len(box.got()); n > 0 {
		found = append(found, fmt.Sprintf("%d mails were sent", n))
	}
	for _, r := range jobsOf(t, w, "mediation.mail") {
		if r["state"] != "open" || r["last_error"] != "access.unrecorded" || r["wake_at"].(int64) <= clock.Micros(w.Clock.Now()) {
			found = append(found, fmt.Sprintf("a mail that was not sent stands so: %v, %v", r["state"], r["last_error"]))
		}
	}
	after := left(t, w)
	if was, is := mailJobs(before), mailJobs(after); was != is {
		found = append(found, fmt.Sprintf("%d jobs became %d", was, is))
	}
	delete(before, "job")
	delete(after, "job")
	return append(found, changed(before, after)...)
}

// mailJobs counts the jobs that tell a party that something waits.
func mailJobs(all map[string][]row) (n int) {
	for _, r := range all["job"] {
		if r["kind"] == "mediation.mail" {
			n++
		}
	}
	return n
}

// brokenMail has the recorder swallow that it failed, and demands that this is seen.
func brokenMail(t *testing.T, w *apptest.World, a *app.App, spy *watched, box *letterbox) {
	t.Helper()
	whole := a.Mediation.Recorder
	a.Mediation.Recorder = careless{whole}
	defer func() { a.Mediation.Recorder, spy.opened = whole, 0 }()
	before, n := left(t, w), len(jobsOf(t, w, "mediation.mail"))
	w.Clock.Add(time.Hour)
	if len(mailsRefused(t, w, a, spy, box, before)) == 0 {
		t.Error("the recorder swallows that it failed, and nothing was found")
	}
	box.mu.Lock()
	sent := len(box.letters)
	box.letters = nil
	box.mu.Unlock()
	if sent != n {
		t.Errorf("%d mails of %d went out through the breach", sent, n)
	}
}

// TestEveryKindOfJobRunsWithoutOpening takes cases along every road on which a job is made and lets them all fall due while
// no access row can be written. What retention destroys is destroyed all the same: destroying opens nothing.
func TestEveryKindOfJobRunsWithoutOpening(t *testing.T) {
	apptest.EachOf(t, apptest.Town(), func(t *testing.T, w *apptest.World) {
		w.Tells = withMail(w)
		box := newLetterbox(t)
		refused := w.To(mediation.Invited)
		w.Act(w.Party(refused, 1), refused, mediation.Refuse{Party: refused.Parties[1].ID, How: consent.Oral})
		ended := w.To(mediation.InSession)
		w.Act(w.Party(ended, 1), ended, mediation.Withdraw{Party: ended.Parties[1].ID})
		w.To(mediation.Invited) // and nobody answers
		w.After(mediation.Effective)
		w.After(mediation.Voided)
		planned := w.To(mediation.Assigned)
		planned = w.Act(w.As("mediator"), planned, mediation.Schedule{Mode: "joint", With: []id.ID{planned.Parties[0].ID, planned.Parties[1].ID}, Start: w.Clock.Now().Add(72 * time.Hour)})
		w.Act(w.As("mediator"), planned, mediation.SendMessage{Party: planned.Parties[0].ID, Text: apptest.Planted[0]})
		reached := w.To(mediation.Accepted)
		reached = w.Act(w.Party(reached, 0), reached, mediation.ChangeContact{Party: reached.Parties[0].ID, Reach: mediation.ReachAny, Email: "other@example.org"})
		sent := w.Application()
		sent.Source, sent.Sent = "police", &mediation.NewSender{Body: "派出所", Number: "1", Dated: w.Clock.Now().AddDate(0, 0, -2).Format(time.DateOnly)}
		if _, _, err := w.App.Mediation.Create(w.Ctx, w.As("clerk"), sent, mediation.Ask{}); err != nil {
			t.Fatal(err)
		}
		reached = w.Act(w.As("lead"), reached, mediation.Aside(hurt))
		w.Act(w.As("lead"), reached, mediation.Aside(ordered))
		if err := w.App.Mediation.AskAgain(w.Ctx, w.Tenant(), "a lost slip"); err != nil {
			t.Fatal(err)
		}
		complaint, author := w.Complain(w.Complaint())
		w.Answer(author, w.Answer(w.As("upper.lead"), complaint, reports.Aside(ordered), reports.Aside(hurt)), reports.Withdraw{})
		helped, _ := w.Ask(w.Request())
		helped = w.Help(w.Worker(), w.Help(w.As("lead"), helped, referral.Aside(ordered), referral.Aside(hurt)), referral.Take{Apart: true}, referral.AddGuardian{Name: apptest.Planted[0]}, referral.Refer{Service: w.Clinic("站"), Need: "legal_aid", Lines: []string{"name"}})
		w.Help(w.Worker(), helped, referral.Agree{Referral: helped.Referrals[0].ID, Lines: []string{"name"}, How: consent.Oral, Language: "zh-Hans", By: helped.Guardians[0].ID,
			Until: w.Clock.Now().AddDate(0, 2, 0).Format("2006-01")})
		organisation(t, w, staffAddress)
		duties(t, w)
		inspecting(t, w).end()
		w.App.Webhooks.Out = outbound.New(true) // to write the address down; the program that delivers refuses it
		if _, _, err := w.App.Webhooks.Add(w.Ctx, w.As("admin"), "http://127.0.0.1:9/", webhook.Events); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Webhooks.Tell(w.Ctx, w.Tenant(), webhook.OperationWarning, w.App.IDs.New()); err != nil {
			t.Fatal(err)
		}
		touched, err := w.App.Breaches.Enter(w.Ctx, w.As("privacy"), breach.New{Kinds: []string{"told"}, Cause: "lost", Found: w.Clock.Now(), Happened: apptest.Planted[3]})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.App.Breaches.Whole(w.Ctx, w.As("privacy"), touched.ID, w.Unit("V1")),
			w.App.Breaches.WriteNotice(w.Ctx, w.As("privacy"), touched.ID, breach.Write{Text: "A folder was lost.", Nobody: true}),
			w.App.Breaches.Release(w.Ctx, w.As("upper.lead"), touched.ID)); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.App.Digest.Leave(w.Ctx, w.As("lead"), staffAddress), wishes(w, staffAddress)); err != nil {
			t.Fatal(err)
		}
		forwarded(t, w)
		a, spy := mailing(t, w, box)
		printing(t, w, a, mediation.Capability, reached.ID)
		miscounted(t, w, reached.ID)
		seen, made := map[string]bool{}, full(t, w)
		spy.Vault, a.Duty.Vault = &shy{Vault: spy.Vault, refusals: 20}, &shy{Vault: spy, refusals: 2} // what cannot be destroyed at once is left to a job
		for range 14 {
			w.Clock.Add(300 * 24 * time.Hour)
			for range 3 {
				if err := a.Tick(w.Ctx); err != nil {
					t.Fatal(err)
				}
				for _, r := range rows(t, w.App.Stores.Cases)["job"] {
					seen[r["kind"].(string)] = true
				}
				if _, err := a.DoDue(w.Ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		box.taken(t, staffAddress) // of counts alone: it opens nothing, and needs no row
		if spy.opened > 0 || len(box.got()) > 0 {
			t.Errorf("%d texts were opened, %d mails were sent", spy.opened, len(box.got()))
		}
		for _, r := range rows(t, w.App.Stores.Cases)["job"] {
			if _, writes := app.Mails()[r["kind"].(string)]; r["state"] == "dead" && !writes { // after eight tries an administrator has to look at it
				t.Errorf("%s is dead: %v", r["kind"], r["last_error"])
			}
		}
		if got, want := slices.Sorted(maps.Keys(seen)), kinds(t); !slices.Equal(got, want) {
			t.Errorf("the jobs that ran are %v, and the program knows %v: lead a case to each", got, want)
		}
		for _, word := range apptest.Planted {
			if strings.Contains(w.Log.String(), word) {
				t.Errorf("the log says %s", word)
			}
		}
		made()
		c, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), ended.ID)
		if err != nil || c.Erased.IsZero() {
			t.Errorf("nothing could be erased without room for the row: %v", err)
		}
	})
}

// TestNoCommandOpensAnything is refusal R6 for the command line: no command needs a right to read, so that with and without
// room for an access row each answers the same, writes no row and no planted word, neither in what it prints nor in what it
// writes to files.
func TestNoCommandOpensAnything(t *testing.T) {
	if testing.Short() {
		t.Skip("many commands take their time")
	}
	program := built(t)
	apptest.EachOf(t, apptest.Town(), func(t *testing.T, w *apptest.World) {
		everyKind(t, w)
		wholeRoad(w)
		if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
			t.Fatal(err)
		}
		x := newTerminal(t, w, program)
		x.write("tables", cases2021(12))
		made := full(t, w)
		report(t, x.opened(w, "without room"))
		made()
		report(t, x.opened(w, "with room"))
		// A word that a command prints or writes would be seen, in whatever form.
		for _, broken := range []string{apptest.Planted[0], strconv.QuoteToASCII(apptest.Planted[0])} {
			x.write("more", map[string]string{"list": broken})
			if len(x.said(broken)) == 0 || len(x.written()) == 0 {
				t.Errorf("%s was printed and written, and nothing was found", broken)
			}
		}
	})
}

// opened gives every command and lists what that opened.
func (x *terminal) opened(w *apptest.World, how string) (found []string) {
	x.t.Helper()
	before := rows(x.t, w.App.Stores.Cases)["access_row"]
	run := ""
	given := map[string]bool{}
	for _, args := range asks(x.t) {
		command := strings.Join(args[:min(2, len(args))], " ")
		if given[command] {
			continue
		}
		given[command] = true
		args = slices.Clone(args)
		for j, a := range args {
			switch a {
			case "RUN":
				args[j] = run
			case "cases", "keys":
				if j > 0 && args[j-1] == "backup" { // a file, which must not be there yet
					args[j] = a + " " + how
				}
			}
		}
		text := x.run(args...)
		if id := idText.FindString(text); id != "" && args[0] == "import" {
			run = id
		}
		if strings.HasSuffix(text, "exit 3") {
			found = append(found, fmt.Sprintf("%s, %v fails: %s", how, args, text))
		}
		for _, f := range x.said(text) {
			found = append(found, fmt.Sprintf("%s, %v: %s", how, args, f))
		}
	}
	if after := rows(x.t, w.App.Stores.Cases)["access_row"]; len(after) != len(before) {
		found = append(found, fmt.Sprintf("%s: the commands wrote %d access rows: one of them opens something", how, len(after)-len(before)))
	}
	return append(found, x.written()...)
}

// said lists the planted words in a text.
func (x *terminal) said(text string) (found []string) {
	for _, word := range slices.Concat(apptest.Planted, secretWords) {
		for _, form := range forms(word) {
			if strings.Contains(text, string(form)) {
				found = append(found, "says "+word)
				break
			}
		}
	}
	return found
}

// written lists the planted words in the files that commands left where they ran, inside of archives too.
func (x *terminal) written() (found []string) {
	x.t.Helper()
	err := filepath.WalkDir(x.dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(p)
		if err == nil && strings.HasPrefix(string(text), "\x1f\x8b") {
			text = unpacked(x.t, p)
		}
		for _, f := range x.said(string(text)) {
			found = append(found, filepath.Base(p)+" "+f)
		}
		return err
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return found
}
