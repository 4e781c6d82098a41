package resident

// AnotherLanguage reports whether the party named a language in which the office has no texts: it is told that an interpreter is
// free.
func (o *partyPage) AnotherLanguage() bool {
	return o.Case.State.Open() && o.SpeaksOther(o.Me.ID)
}
