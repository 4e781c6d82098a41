package app_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/invitation"
	"linli/office/webhook"
	"linli/platform/id"
	"linli/platform/outbound"
	"linli/report"
)

// receiver is a program of the office that is told.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []received
}

type received struct {
	id, at, signature string
	body              []byte
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusNoContent}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, received{q.Header.Get("webhook-id"), q.Header.Get("webhook-timestamp"), q.Header.Get("webhook-signature"), body})
		if r.status == http.StatusFound {
			w.Header().Set("Location", r.URL)
		}
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answers(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) take() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.got
	r.got = nil
	return out
}

// signed reports how many of the secrets signed a message.
func signed(t *testing.T, m received, secrets ...string) (n int) {
	t.Helper()
	for _, s := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s, "whsec_"))
		if err != nil {
			t.Fatal(err)
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(m.id + "." + m.at + "." + string(m.body)))
		if strings.Contains(m.signature, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil))) {
			n++
		}
	}
	return n
}

func within(t *testing.T, w *apptest.World) {
	t.Helper()
	w.App.Webhooks.Out = outbound.New(true)
}

func due(t *testing.T, w *apptest.World) {
	t.Helper()
	w.Clock.Add(2 * time.Hour)
	if _, err := w.App.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
}

func invites(t *testing.T, w *apptest.World) invitation.Invitation {
	t.Helper()
	day := w.Clock.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	i, err := w.App.Outreach.Write(w.Ctx, w.As("clerk"), invitation.Write{Unit: w.Unit("V1"), Types: []string{"neighbour"}, From: day, Until: day, Nobody: true,
		Texts: map[string]invitation.Text{"en": {Title: "Come", Text: "Come and talk."}}})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestAWebhookIsTold: an event reaches the address signed, with an id and nothing else; what fails is tried again and then
// given up, and a press sends it again under the same id.
func TestAWebhookIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		within(t, w)
		s, admin, box := w.App.Webhooks, w.As("admin"), newReceiver(t)
		h, secret, err := s.Add(w.Ctx, admin, box.URL, []string{webhook.InvitationPublished})
		if err != nil {
			t.Fatal(err)
		}
		last := func() webhook.Delivery {
			_, all, err := s.Show(w.Ctx, admin, h.ID)
			if err != nil || len(all) == 0 {
				t.Fatalf("%v %v", all, err)
			}
			return all[0]
		}
		i := invites(t, w)
		due(t, w)
		got := box.take()
		if len(got) != 1 || signed(t, got[0], secret) != 1 {
			t.Fatalf("%+v", got)
		}
		var said map[string]any
		if err := json.Unmarshal(got[0].body, &said); err != nil || len(said) != 3 || said["type"] != "invitation.published" || said["data"].(map[string]any)["id"] != i.ID.String() || len(said["data"].(map[string]any)) != 1 {
			t.Errorf("it says %s", got[0].body)
		}
		if d := last(); d.State != webhook.Done || d.Status != http.StatusNoContent || d.Attempts != 1 {
			t.Errorf("%+v", d)
		}

		next, err := s.Rotate(w.Ctx, admin, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			after time.Duration
			both  int
		}{{0, 2}, {25 * time.Hour, 1}} {
			w.Clock.Add(x.after)
			if err := s.Try(w.Ctx, admin, h.ID); err != nil {
				t.Fatal(err)
			}
			due(t, w)
			if got := box.take(); len(got) != 1 || signed(t, got[0], next, secret) != x.both || signed(t, got[0], next) != 1 {
				t.Errorf("%s after the secret was changed: %+v", x.after, got)
			}
		}

		for _, status := range []int{http.StatusFound, http.StatusInternalServerError} { // a redirect is followed nowhere
			box.answers(status)
			invites(t, w)
			for range webhook.Attempts + 2 {
				due(t, w)
			}
			got := box.take()
			d := last()
			if len(got) != webhook.Attempts || d.State != webhook.Dead || d.Status != status || d.Failure != "webhook.failed.status" {
				t.Fatalf("%d attempts, %+v", len(got), d)
			}
			for _, x := range got {
				if x.id != got[0].id {
					t.Error("an attempt has another id")
				}
			}
			if n, err := w.App.Queue.Dead(w.Ctx, w.Tenant(), id.ID{}, 10); err != nil || len(n) != 0 {
				t.Errorf("a delivery that was given up lies among the office's failed jobs: %v %v", n, err)
			}
			box.answers(http.StatusOK)
			if err := s.Again(w.Ctx, admin, h.ID, d.ID); err != nil {
				t.Fatal(err)
			}
			due(t, w)
			if again := box.take(); len(again) != 1 || again[0].id != got[0].id || last().State != webhook.Done {
				t.Errorf("sent again: %+v %+v", again, last())
			}
			if err := s.Again(w.Ctx, admin, h.ID, d.ID); err == nil {
				t.Error("what arrived is sent again")
			}
		}

		if err := s.Pause(w.Ctx, admin, h.ID); err != nil {
			t.Fatal(err)
		}
		invites(t, w)
		due(t, w)
		if got := box.take(); len(got) != 0 {
			t.Errorf("a paused address is told: %+v", got)
		}
		if err := s.Resume(w.Ctx, admin, h.ID); err != nil {
			t.Fatal(err)
		}
		invites(t, w)
		if err := s.Remove(w.Ctx, admin, h.ID); err != nil {
			t.Fatal(err)
		}
		due(t, w)
		if got := box.take(); len(got) != 0 {
			t.Errorf("a removed address is told: %+v", got)
		}
		for table, rows := range dumped(t, w) {
			if strings.Contains(rows, strings.TrimPrefix(next, "whsec_")) {
				t.Errorf("the secret lies open in %s", table)
			}
		}
		w.Clock.Add(31 * 24 * time.Hour)
		if err := s.Forget(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Repo.Deliveries(w.Ctx, w.Tenant(), h.ID, 10); err != nil || len(all) != 0 {
			t.Errorf("after a month %d deliveries: %v", len(all), err)
		}
	})
}

// dumped are the bodies of webhooks as they lie in the database.
func dumped(t *testing.T, w *apptest.World) map[string]string {
	t.Helper()
	hooks, err := w.App.Webhooks.Repo.Hooks(w.Ctx, w.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(hooks)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"webhook": string(b)}
}

// TestNoWebhookComesFromACase: an address that hears of everything hears of nothing while cases and complaints run their
// courses.
func TestNoWebhookComesFromACase(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		within(t, w)
		box := newReceiver(t)
		if _, _, err := w.App.Webhooks.Add(w.Ctx, w.As("admin"), box.URL, webhook.Events); err != nil {
			t.Fatal(err)
		}
		w.After(mediation.Performed)
		c := w.After(mediation.Voided)
		w.Act(w.As("lead"), c, mediation.Reopen{Text: "再谈"})
		complaint, author := w.Complain(w.Complaint())
		w.Answer(author, complaint, report.Withdraw{})
		due(t, w)
		if got := box.take(); len(got) != 0 {
			t.Errorf("%+v", got)
		}
		for _, event := range append([]string{webhook.Test}, webhook.Events...) {
			for _, area := range []string{"mediation", "report", "referral", "complaint", "case"} {
				if strings.HasPrefix(event, area) {
					t.Errorf("there is an event %s", event)
				}
			}
		}
		if err := w.App.Webhooks.Tell(w.Ctx, w.Tenant(), "mediation.closed", c.ID); err == nil {
			t.Error("an event that is none is told")
		}
	})
}

// TestWhoManagesWebhooks: the administrator of the whole office and nobody else; bad input is refused at its field.
func TestWhoManagesWebhooks(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		s := w.App.Webhooks
		for _, login := range []string{"clerk", "mediator", "lead", "upper.lead", "privacy", "statistician", "records"} {
			if _, err := s.List(w.Ctx, w.As(login)); err == nil {
				t.Errorf("%s reads the webhooks", login)
			}
			_, _, err := s.Add(w.Ctx, w.As(login), "https://example.org/", webhook.Events)
			apptest.Refused(t, err, "access.refused.office.manage")
		}
		_, _, err := s.Add(w.Ctx, w.As("admin"), "https://192.168.0.1/", webhook.Events)
		apptest.Refused(t, err, "webhook.field.url")
		_, _, err = s.Add(w.Ctx, w.As("admin"), "https://example.org/", []string{"mediation.closed"})
		apptest.Refused(t, err, "form.choose")
		for range 10 {
			if _, _, err := s.Add(w.Ctx, w.As("admin"), "https://example.org/", webhook.Events); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err = s.Add(w.Ctx, w.As("admin"), "https://example.org/", webhook.Events)
		apptest.Refused(t, err, "webhook.field.many")
	})
}

// TestAPublishedReportIsToldByItsPublicID: the message carries the id that everybody reads, once for each publishing, and nothing is told of
// what a report does otherwise, or of a grievance.
func TestAPublishedReportIsToldByItsPublicID(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		within(t, w)
		box := newReceiver(t)
		if _, _, err := w.App.Webhooks.Add(w.Ctx, w.As("admin"), box.URL, webhook.Events); err != nil {
			t.Fatal(err)
		}
		w.Complain(w.Complaint())
		c, _ := w.Submit(w.Issue())
		c = w.Answer(w.Handler(), c, report.Take{}, report.Accept{}, report.Note{Text: "x"})
		due(t, w)
		if got := box.take(); len(got) != 0 {
			t.Fatalf("told of what is not published: %s", got[0].body)
		}
		w.Answer(w.As("clerk"), c, report.Publish{Text: "路灯不亮"}, report.Unpublish{})
		due(t, w)
		got := box.take()
		if len(got) != 1 || !strings.Contains(string(got[0].body), `"public.report"`) || !strings.Contains(string(got[0].body), c.PublicID.String()) || strings.Contains(string(got[0].body), c.ID.String()) {
			t.Errorf("%+v", got)
		}
	})
}
