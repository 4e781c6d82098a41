package consent

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

var (
	now       = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	later     = now.Add(30 * 24 * time.Hour)
	subject   = number(1)
	mother    = number(2)
	father    = number(3)
	respond   = number(4)
	clerk     = number(5)
	opponents = []id.ID{respond}
)

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

func draft() Record {
	return Record{
		Tenant: number(90), ID: number(91), Case: number(92), Subject: subject,
		Notice:  Notice{Version: "2026-1", Hash: HashNotice("text"), Language: "zh-Hans"},
		Purpose: Mediation, Data: []Datum{{Field: "mediation.summary", Kind: "joint"}},
		Recipient: Recipient{Kind: Office, ID: number(93)}, Storage: Storage{Place: "office", Rule: "mediation_file"},
		Withdrawal: "any_way", Jurisdiction: "CN",
	}
}

// fresh returns a new record; edit may change the draft.
func fresh(t *testing.T, edit func(*Record)) Record {
	t.Helper()
	d := draft()
	if edit != nil {
		edit(&d)
	}
	r, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// good is the act that passes every guard of an event, at a time at which a running record is over only for expire.
func good(e Event) Act {
	switch e {
	case Request:
		return Act{Event: e, At: now, Until: later, By: ByOffice, Account: clerk}
	case Expire:
		return Act{Event: e, At: later, By: BySystem}
	case Terminate, Invalidate:
		return Act{Event: e, At: now, By: ByOffice, Account: clerk, Reason: "purpose_gone"}
	case Give, Renew:
		return Act{Event: e, At: now, Until: later, How: Screen, By: BySubject}
	}
	return Act{Event: e, At: now, How: Screen, By: BySubject}
}

// paths lead from a new record to each state.
var paths = map[State][]Event{
	Unknown: {}, Requested: {Request}, Given: {Give}, RenewedGiven: {Request, Give, Renew}, Refused: {Request, Refuse},
	Withdrawn: {Give, Withdraw}, Expired: {Give, Expire}, Terminated: {Give, Terminate}, Invalidated: {Give, Invalidate},
}

func in(t *testing.T, s State) Record {
	t.Helper()
	r := fresh(t, nil)
	for _, e := range paths[s] {
		var err error
		if r, err = Apply(r, good(e), opponents); err != nil {
			t.Fatalf("%s: %v", e, err)
		}
	}
	if r.State != s {
		t.Fatalf("the path to %s leads to %s", s, r.State)
	}
	return r
}

// TestTable tries every event in every state. What is not listed is refused, with the sentence of that state.
func TestTable(t *testing.T) {
	allowed := map[State]map[Event]State{
		Unknown:      {Request: Requested, Give: Given, Refuse: Refused, Withdraw: Withdrawn},
		Requested:    {Give: Given, Refuse: Refused, Expire: Expired, Terminate: Terminated},
		Given:        {Renew: RenewedGiven, Withdraw: Withdrawn, Expire: Expired, Terminate: Terminated, Invalidate: Invalidated},
		RenewedGiven: {Renew: RenewedGiven, Withdraw: Withdrawn, Expire: Expired, Terminate: Terminated, Invalidate: Invalidated},
		Refused:      {},
		Withdrawn:    {},
		Expired:      {Withdraw: Withdrawn},
		Terminated:   {Withdraw: Withdrawn},
		Invalidated:  {Withdraw: Withdrawn},
	}
	for _, from := range States() {
		for _, e := range Events() {
			t.Run(fmt.Sprintf("%s/%s", from, e), func(t *testing.T) {
				r := in(t, from)
				got, err := Apply(r, good(e), opponents)
				to, ok := allowed[from][e]
				if !ok {
					if want := fault.New(fault.Guard, "consent.guard.from_"+string(from)); !errors.Is(err, want) {
						t.Errorf("error %v, want %v", err, want)
					}
					return
				}
				if err != nil || got.State != to {
					t.Fatalf("state %q, error %v, want %q", got.State, err, to)
				}
				if got.Version() != r.Version()+1 || got.Acts[len(got.Acts)-1].State != to || Replay(got) != to {
					t.Errorf("version %d, acts %+v", got.Version(), got.Acts)
				}
				if r.State != from || len(r.Acts) != len(got.Acts)-1 {
					t.Error("the record that was given has changed")
				}
			})
		}
	}
}

func TestGuards(t *testing.T) {
	child := func(r *Record) { r.Guardian = mother }
	opposed := func(r *Record) { r.Guardian = respond }
	for name, c := range map[string]struct {
		edit func(*Record)
		path []Act
		act  Act
		want string // key after "consent.guard."; empty: passes
	}{
		"the office gives nobody's consent": {nil, nil, Act{Event: Give, At: now, How: Written, By: ByOffice, Account: clerk}, "own_word"},
		"nor does the system":               {nil, nil, Act{Event: Give, At: now, How: Screen, By: BySystem}, "own_word"},
		"nor renews it":                     {nil, []Act{good(Give)}, Act{Event: Renew, At: now, How: Written, By: ByOffice, Account: clerk}, "own_word"},
		"nor withdraws it":                  {nil, []Act{good(Give)}, Act{Event: Withdraw, At: now, How: Written, By: ByOffice, Account: clerk}, "own_word"},
		"expression is written down":        {nil, nil, Act{Event: Give, At: now, By: BySubject}, "how_missing"},
		"oral needs the clerk":              {nil, nil, Act{Event: Give, At: now, How: Oral, By: BySubject}, "clerk_missing"},
		"oral with the clerk":               {nil, nil, Act{Event: Give, At: now, How: Oral, By: BySubject, Account: clerk}, ""},
		"on the own screen alone":           {nil, nil, Act{Event: Give, At: now, How: Screen, By: BySubject, Account: clerk}, "own_screen"},
		"thumbprint needs the clerk":        {nil, nil, Act{Event: Give, At: now, How: Thumbprint, By: BySubject}, "clerk_missing"},
		"a guardian that is not recorded":   {nil, nil, Act{Event: Give, At: now, How: Screen, By: ByGuardian}, "own_word"},
		"the child alone":                   {child, nil, Act{Event: Give, At: now, How: Screen, By: BySubject}, "guardian_speaks"},
		"the guardian":                      {child, nil, Act{Event: Give, At: now, How: Screen, By: ByGuardian}, ""},
		"a guardian on the other side":      {opposed, nil, Act{Event: Give, At: now, How: Screen, By: ByGuardian}, "guardian_opposes"},
		"a child says no":                   {child, nil, Act{Event: Refuse, At: now, How: Screen, By: BySubject}, ""},
		"a child withdraws":                 {child, []Act{{Event: Give, At: now, How: Screen, By: ByGuardian}}, Act{Event: Withdraw, At: now, How: Screen, By: BySubject}, ""},
		"answered too late":                 {nil, []Act{good(Request)}, Act{Event: Give, At: later, How: Screen, By: BySubject}, "over"},
		"refused too late":                  {nil, []Act{good(Request)}, Act{Event: Refuse, At: later, How: Screen, By: BySubject}, ""},
		"renewed too late":                  {nil, []Act{good(Give)}, Act{Event: Renew, At: later, How: Screen, By: BySubject}, "over"},
		"a term in the past":                {nil, nil, Act{Event: Give, At: now, Until: now, How: Screen, By: BySubject}, "term_past"},
		"a request with no time to answer":  {nil, nil, Act{Event: Request, At: now, Until: now, By: ByOffice, Account: clerk}, "term_past"},
		"the person asks itself":            {nil, nil, Act{Event: Request, At: now, By: BySubject}, "office_only"},
		"expires before its time":           {nil, []Act{good(Give)}, Act{Event: Expire, At: later.Add(-time.Microsecond), By: BySystem}, "not_due"},
		"expires by hand":                   {nil, []Act{good(Give)}, Act{Event: Expire, At: later, By: ByOffice, Account: clerk}, "system_only"},
		"never expires without a term":      {nil, []Act{{Event: Give, At: now, How: Screen, By: BySubject}}, Act{Event: Expire, At: later.AddDate(99, 0, 0), By: BySystem}, "not_due"},
		"ended when the person acts alone":  {child, []Act{{Event: Give, At: now, How: Screen, By: ByGuardian}}, Act{Event: Terminate, At: now, By: ByOffice, Account: clerk, Reason: "acts_alone"}, ""},
		"ended without a reason":            {nil, []Act{good(Give)}, Act{Event: Terminate, At: now, By: ByOffice, Account: clerk}, "reason_missing"},
		"ended by nobody":                   {nil, []Act{good(Give)}, Act{Event: Invalidate, At: now, By: ByOffice, Reason: "pressure"}, "office_only"},
	} {
		t.Run(name, func(t *testing.T) {
			r := fresh(t, c.edit)
			var err error
			for _, a := range c.path {
				if r, err = Apply(r, a, opponents); err != nil {
					t.Fatal(err)
				}
			}
			_, err = Apply(r, c.act, opponents)
			if c.want == "" && err != nil || c.want != "" && !errors.Is(err, fault.New(fault.Guard, "consent.guard."+c.want)) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

// TestWithdrawalWins lets a withdrawal race every other act: whichever is written first, a retry of the other on the new
// version leaves the record withdrawn and not valid.
func TestWithdrawalWins(t *testing.T) {
	for _, from := range []State{Given, RenewedGiven} {
		for _, e := range Events() {
			r := in(t, from)
			first, err := Apply(r, good(e), opponents)
			if err != nil || e == Withdraw {
				continue
			}
			w := good(Withdraw)
			w.At = later // also after the term is over
			if after, err := Apply(first, w, opponents); err != nil || after.State != Withdrawn {
				t.Errorf("%s, then withdrawal: %s, %v", e, after.State, err)
			}
			withdrawn, err := Apply(r, w, opponents)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Apply(withdrawn, good(e), opponents); !errors.Is(err, fault.New(fault.Guard, "consent.guard.from_withdrawn")) {
				t.Errorf("withdrawal, then %s: %v", e, err)
			}
		}
	}
}

func TestActsAreWellFormed(t *testing.T) {
	for name, a := range map[string]Act{
		"at":      {Event: Withdraw, How: Screen, By: BySubject},
		"claimed": {Event: Withdraw, At: now, Claimed: now.Add(time.Second), How: Screen, By: BySubject},
		"reason":  {Event: Withdraw, At: now, How: Screen, By: BySubject, Reason: "moved_away"},
		"how":     {Event: Withdraw, At: now, How: "by_gesture", By: BySubject},
	} {
		_, err := Apply(in(t, Given), a, nil)
		if f := fault.Of(err); err == nil || f.Code != fault.Invalid || f.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Apply(in(t, Given), Act{Event: Terminate, At: now, By: ByOffice, Account: clerk, Reason: "王伟 moved"}, nil); err == nil {
		t.Error("a sentence passes as a reason")
	}
}

// TestWords holds that every state, event, expression, purpose, recipient and refusal has its words.
func TestWords(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, s := range States() {
		keys = append(keys, "consent.state."+string(s), "consent.guard.from_"+string(s))
	}
	for _, e := range Events() {
		keys = append(keys, "consent.event."+string(e))
	}
	for _, h := range []How{Written, Oral, Screen, Thumbprint} {
		keys = append(keys, "consent.how."+string(h))
	}
	for _, p := range Purposes() {
		keys = append(keys, "consent.purpose."+string(p))
	}
	for _, k := range []RecipientKind{Office, Party, Attendee, Mediator, Service, Public} {
		keys = append(keys, "consent.recipient."+string(k))
	}
	for _, g := range []string{"own_word", "how_missing", "clerk_missing", "guardian_speaks", "guardian_opposes", "over",
		"term_past", "office_only", "system_only", "not_due", "reason_missing"} {
		keys = append(keys, "consent.guard."+g)
	}
	for _, f := range []string{"missing", "wrong", "data_count", "bundled", "publication_apart", "claimed_later", "no_reason_asked"} {
		keys = append(keys, "consent.field."+f)
	}
	for _, v := range []Voice{BySubject, ByGuardian, ByOffice, BySystem} {
		keys = append(keys, "consent.voice."+string(v))
	}
	for _, lang := range i18n.Languages() {
		for _, k := range keys {
			if !b.Has(lang, k) {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}

// TestTableHasEveryState guards the list of states against a constant that was forgotten.
func TestTableHasEveryState(t *testing.T) {
	seen := map[State]bool{Unknown: true}
	for _, r := range table {
		seen[r.to] = true
	}
	want := map[State]bool{}
	for _, s := range States() {
		want[s] = true
	}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("states reached %v, states listed %v", seen, want)
	}
}
