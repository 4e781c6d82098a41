package paper_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/platform/id"
)

// endings take a case that a body sent to each thing that can become of it, also to none.
var endings = map[string]func(w *apptest.World) mediation.Case{
	"nothing yet": func(w *apptest.World) mediation.Case { return w.To(mediation.Screening) },
	"not accepted": func(w *apptest.World) mediation.Case {
		return w.Act(w.As("clerk"), w.To(mediation.Screening), mediation.NotAccept{Reason: "outside_area"})
	},
	"unsafe": func(w *apptest.World) mediation.Case {
		return w.Act(w.As("clerk"), w.To(mediation.Screening), mediation.NotAccept{Reason: "not_suitable"})
	},
	"first refused": func(w *apptest.World) mediation.Case {
		c := w.To(mediation.Screening)
		return w.Act(w.As("clerk"), c, mediation.Refuse{Party: c.Parties[0].ID, How: consent.Oral})
	},
	"other refused": func(w *apptest.World) mediation.Case {
		c := w.To(mediation.Invited)
		return w.Act(w.As("clerk"), c, mediation.Refuse{Party: c.Parties[1].ID, How: consent.Oral})
	},
	"other silent": func(w *apptest.World) mediation.Case { return w.To(mediation.Invited) }, // and linli counts the silence
	"withdrawn": func(w *apptest.World) mediation.Case {
		c := w.To(mediation.InSession)
		return w.Act(w.As("clerk"), c, mediation.Withdraw{Party: c.Parties[1].ID})
	},
	"impasse": func(w *apptest.World) mediation.Case {
		return w.Act(w.As("mediator"), w.To(mediation.InSession), mediation.Impasse{Reason: "impasse"})
	},
	"time over": func(w *apptest.World) mediation.Case { return w.To(mediation.InSession) },
	"suspended": func(w *apptest.World) mediation.Case {
		return w.Act(w.As("mediator"), w.To(mediation.InSession), mediation.Suspend{Reason: "party_pause"})
	},
	"settled":   func(w *apptest.World) mediation.Case { return w.To(mediation.Effective) },
	"performed": func(w *apptest.World) mediation.Case { return w.After(mediation.Performed) },
	"voided":    func(w *apptest.World) mediation.Case { return w.After(mediation.Voided) },
}

// TestRefusedAndSettledLookTheSameToASender is the property of a reply: whatever became of a case, its sender (unless it is
// a court) gets the same bytes of the same day, and the day on which linli says that the reply can leave is the same too.
func TestRefusedAndSettledLookTheSameToASender(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		press, self := press(t, w), access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}
		w.Sent("police")
		began := w.Clock.Now()
		cases := map[string]mediation.Case{}
		for name, ends := range endings {
			c := ends(w)
			cases[name] = c
			w.Clock.Add(began.Sub(w.Clock.Now())) // every letter came at the same time
		}
		due := cases["settled"].Sent.Due
		var first []byte
		for name, c := range cases {
			if !c.Sent.Due.Equal(due) || !c.Sent.Opened.IsZero() {
				t.Errorf("%s: the reply is due on %v, and after a settlement on %v", name, c.Sent.Due, due)
			}
		}
		w.Clock.Add(due.Add(-time.Second).Sub(w.Clock.Now()))
		for _, c := range cases { // what time brings before
			if err := w.App.Mediation.AnswerOver(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.App.Mediation.Tick(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		for name, c := range cases {
			if err := w.App.Mediation.ReplyOver(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			}
			if o := opened(t, w, self, c); !o.Case.Sent.Opened.IsZero() {
				t.Errorf("%s: the reply can leave before its day", name)
			}
		}
		w.Clock.Add(time.Second)
		for name, c := range cases {
			for _, p := range c.Parties { // what the office held of those who did not want it is gone by then
				if name != "first refused" {
					break
				}
				if err := w.App.Mediation.ShredRefused(w.Ctx, w.Tenant(), c.ID, p.ID); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.App.Mediation.ReplyOver(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			}
			o := opened(t, w, self, c)
			if !o.Case.Sent.Opened.Equal(due) {
				t.Errorf("%s: opened at %v, want %v", name, o.Case.Sent.Opened, due)
			}
			reply, err := paper.Find(o, id.ID{}, "reply")
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			ord := order(t, w, o, i18n.Hans)
			ord.At = w.Clock.Now().Add(time.Duration(len(name)) * time.Hour) // whenever it is printed
			made, err := press.PDF(ord, reply)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = made.Bytes
			}
			if !bytes.Equal(first, made.Bytes) {
				t.Errorf("%s: another letter than the others", name)
			}
		}
		read := text(t, first)
		for _, want := range []string{apptest.SenderBody, apptest.SenderNumber, "办结"} {
			if !strings.Contains(read, want) {
				t.Errorf("the reply does not say %q", want)
			}
		}
		for _, never := range []string{"人调字", "阿依古丽欧阳", "慕容雪松", "邻里纠纷", "不同意", "拒绝", "达成协议"} {
			if strings.Contains(read, never) {
				t.Errorf("the reply says %q", never)
			}
		}
	})
}

// A court learns whether a session was held, whether it is over and whether the parties settled, as soon as it is over; and
// nothing that anybody said.
func TestACourtLearnsWhatItsRuleRequires(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		press, self := press(t, w), access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}
		w.Sent("court")
		for name, want := range map[string][]string{"other refused": {"未举行", "已经结束", "未达成协议"}, "withdrawn": {"举行过", "已经结束", "未达成协议"},
			"settled": {"举行过", "已经结束", "达成协议"}} {
			c := endings[name](w)
			if err := w.App.Mediation.ReplyOver(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			}
			o := opened(t, w, self, c)
			reply, err := paper.Find(o, id.ID{}, "reply")
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			made, err := press.PDF(order(t, w, o, i18n.Hans), reply)
			if err != nil {
				t.Fatal(err)
			}
			read := text(t, made.Bytes)
			for _, x := range want {
				if !strings.Contains(read, x) {
					t.Errorf("%s: the reply does not say %q:\n%s", name, x, read)
				}
			}
			if strings.Contains(read, "阿依古丽欧阳") || strings.Contains(read, "人调字") {
				t.Errorf("%s: the reply names somebody", name)
			}
		}
	})
}
