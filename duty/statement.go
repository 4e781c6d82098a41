package duty

import (
	"slices"
	"strings"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// The means by which a statement is signed.
const (
	OnPaper   = "paper"   // its scan is the evidence
	Drawn     = "drawn"   // on the screen, with the account's second factor
	ByPasskey = "passkey" // on the screen
)

// Signed is how a statement was signed. On paper the scan alone says so.
type Signed struct {
	Means    string        `json:"means" doc:"paper, drawn or passkey"`
	Post     rulebook.Post `json:"post,omitempty" doc:"on the screen: the post in which it was signed"`
	Text     string        `json:"text,omitempty" doc:"on the screen: SHA-256 of the text that was shown and signed, in hex"`
	Language string        `json:"language,omitempty" doc:"on the screen: the language in which it was read"`
}

// Sign signs the statement on the screen, and so does what is owed: whoever holds the post that owes it signs the text that it has read.
type Sign struct {
	Text     string // SHA-256 of the text that the page showed
	Language string // in which it did
	Reason   string // one of [Reasons], where it is late

	means string
	file  *sealedFile    // the drawing
	proof *signing.Proof // of a passkey
}

// Kind is the machine's event.
func (Sign) Kind() casefile.Kind { return "sign" }

// signature is the body of its event.
type signature struct {
	Evidence Evidence `json:"evidence"`
	Late     bool     `json:"late,omitempty"`
}

func (x Sign) decide(d *decision, e *casefile.Event) (any, error) {
	if x.means == "" {
		return nil, refuse("unproven") // only [Service.SignDrawn] and [Service.FinishPasskey] look after what shows the act
	}
	var l fault.List
	late := d.WasLate || d.now.After(d.due())
	checkReason(&l, x.Reason, late)
	if !slices.Contains(d.Languages, x.Language) || x.Text != d.Statement.Hash(x.Language) {
		l.Add("text", "duty.sign.other_text")
	}
	if len(d.c.Evidence) >= maxEvidence {
		l.Add("kind", "form.choose")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	e.Reason = x.Reason
	out := Evidence{ID: e.ID, Kind: "statement", At: d.now, By: d.by.Account, Signed: &Signed{x.means, rulebook.Post(d.by.Post), x.Text, x.Language}}
	if old := d.c.Standing("statement"); len(old) > 0 { // it was sent back: what was signed then stays beside it
		out.Replaces = old[0].ID
	}
	if x.proof != nil {
		if err := d.seal(e.ID, FieldProof, x.proof); err != nil {
			return nil, err
		}
	}
	if x.file != nil {
		out.Type, out.Size = x.file.kind, x.file.size
		if err := d.keepFile(e.ID, x.file); err != nil {
			return nil, err
		}
	}
	return signature{out, late}, nil
}

func foldSign(c *Case, e casefile.Event, b signature) {
	foldEvidence(c, e, b.Evidence)
	c.Acts = append(c.Acts, Act{At: e.At, By: e.By.Account})
	c.Late, c.Reason = b.Late, e.Reason
}

// words are what a passkey signs, one item a line: this text of this statement in this occurrence, as this account in its post.
func (c *Case) words(s Signed, account id.ID) string {
	return strings.Join([]string{"linli statement signature 1", c.Tenant.String(), c.ID.String(), c.Rulebook, c.RulebookVersion, c.Duty, s.Language, s.Text,
		string(s.Post), account.String()}, "\n")
}

// Check checks a signature by passkey again, now, from what was kept of it.
func (o *Opened) Check(e Evidence) signing.Checked {
	proof, ok := o.Proofs[e.ID]
	if !ok || e.Signed == nil {
		return signing.NotChecked
	}
	text, known := o.Rules.Duties.Statement(o.Rule.Statement)
	if proof.Account != e.By || !known || text.Hash(e.Signed.Language) != e.Signed.Text || !proof.Holds(o.Case.words(*e.Signed, e.By)) {
		return signing.CheckBroken
	}
	return signing.CheckHolds
}

// Signatures are how many statements an occurrence asks for, how many of them are signed, and how many of these on the screen.
type Signatures struct {
	Owed   int `json:"owed"`
	Signed int `json:"signed"`
	Screen int `json:"screen,omitempty"`
}

// Signatures counts the statements of an occurrence: its own, or those with public venues, as the evidence counts them. They stay counted once the evidence is destroyed.
func (c *Case) Signatures(rule rulebook.DutyRule) Signatures {
	if c.Counted != nil {
		return *c.Counted
	}
	var out Signatures
	stands := c.State != Due || len(c.Acts) == 0 // what was sent back is not signed, until it is said again
	switch {
	case c.State == Void:
	case rule.Signs():
		out.Owed = 1
		if there := c.Standing("statement"); stands && len(there) > 0 {
			out.Signed = 1
			if s := there[0].Signed; s != nil && s.Means != OnPaper {
				out.Screen = 1
			}
		}
	case rule.Kind == "statement":
		for _, e := range c.Standing("signatures") {
			out.Owed += e.Listed
			if stands {
				out.Signed += e.Number
			}
		}
	}
	return out
}
