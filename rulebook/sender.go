package rulebook

import "slices"

// Sender is a body that sends disputes here with a letter 移送, and what it is told in return. It is no unit and no account.
type Sender struct {
	Code string `rb:"code,key"` // of [SenderKinds]; also the code of its source
	// Tells are the facts that the reply states, of [ReplyFacts]: of a court what its rule requires. Nobody else is told more
	// than that its letter is dealt with.
	Tells []string `rb:"tells,optional"`
	// Reply is when a sender that is told nothing gets its reply, after the receipt of its letter. The day is the same
	// whatever became of the case: a reply that came as soon as somebody refused would tell it.
	Reply  Length `rb:"reply"`
	Source Source `rb:"source"`
}

// SenderKinds are the bodies that may send a dispute. The list is closed in the program.
func SenderKinds() []string { return []string{"court", "police", "petition_office", "agency"} }

// ReplyFacts are what a court may be told of a mediation: whether a session was held, whether it is over, whether the
// parties settled. Nothing that anybody said is among them.
func ReplyFacts() []string { return []string{"held", "ended", "settled"} }

// Sender is the rule for a source, if the source is a body that sends.
func (m *Mediation) Sender(source string) (Sender, bool) {
	i := slices.IndexFunc(m.Senders, func(s Sender) bool { return s.Code == source })
	if i < 0 {
		return Sender{}, false
	}
	return m.Senders[i], true
}

// checkSenders demands a row for every source that is a body, and lets nobody but a court be told anything.
func (d *draft) checkSenders(file string, m Mediation) {
	shortest := 0
	for _, r := range m.Retention {
		if r.Then == "erase" && r.ID != "refused_invitation" && (shortest == 0 || r.Days < shortest) {
			shortest = r.Days
		}
	}
	for i, s := range m.Senders {
		path := pathf("senders[%d]", i)
		d.oneOf(file, path+".code", "sender", s.Code, SenderKinds())
		d.checkSource(file, path+".source", s.Source)
		for j, fact := range s.Tells {
			d.oneOf(file, pathf("%s.tells[%d]", path, j), "fact", fact, ReplyFacts())
		}
		if len(s.Tells) > 0 && s.Code != "court" {
			d.at(file, path+".tells", "only a court is told how a mediation came out; %q learns that its letter is dealt with", s.Code)
		}
		if r := s.Reply; len(s.Tells) == 0 && r.Unit != "" && (r.Unit != Days || r.N == 0 || shortest > 0 && r.N >= shortest) {
			d.at(file, path+".reply", "a fixed number of days, at least 1 and before anything is erased: the day of the reply must tell nothing")
		}
	}
	for i, s := range m.Sources {
		if _, ok := m.Sender(s.Code); !ok && slices.Contains(SenderKinds(), s.Code) {
			d.at(file, pathf("sources[%d].code", i), "%q is a body that sends: name it under senders, with what it is told", s.Code)
		}
	}
}
