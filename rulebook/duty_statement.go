package rulebook

// checkStatement demands words of a text that is signed. That no word aims at what no duty is about, the walk over all words has said
// ([draft.checkAim]); here nobody is made to sign about their own conduct.
func (d *draft) checkStatement(path string, s Statement) {
	d.checkID(dutiesFile, path+".id", s.ID)
	d.checkSigners(path+".title", s.Title)
	if len(s.Text) == 0 && d.places[dutiesFile+"#"+path+".text"] != (place{}) {
		d.at(dutiesFile, path+".text", "a statement has a text: write at least one paragraph")
	}
	for i, p := range s.Text {
		d.checkSigners(pathf("%s.text[%d]", path, i), p)
	}
	d.checkSource(dutiesFile, path+".source", s.Source)
}

// checkSigners reports words by which a statement would be signed with somebody else than the office's units and public venues.
func (d *draft) checkSigners(path string, words Label) {
	for lang, text := range words {
		if a, _ := aimedAt(text); a != nil {
			continue // told by the walk over all words
		}
		if a, word := among(signers, text); a != nil {
			d.at(dutiesFile, path+"."+lang, "%q aims at %s (%q): %s", text, a.name, word, a.rule)
		}
	}
}

// checkSigned demands that what is signed is there, and that nothing stands beside it: whoever signs has done it.
func (d *draft) checkSigned(path string, r DutyRule) {
	if r.Statement != "" {
		var known []string
		for _, s := range d.duties.Statements {
			known = append(known, s.ID)
		}
		d.closed(path+".statement", "statement", r.Statement, known)
	}
	switch {
	case r.Statement != "" && r.Kind != "statement":
		d.at(dutiesFile, path+".statement", "only a duty of the kind statement has one to sign")
	case !r.Signs():
	case r.Kind != "statement" || r.Recurs.Every == "":
		d.at(dutiesFile, path+".evidence", "a statement is signed once in a period: its kind is statement, and it recurs every so often")
	case r.Statement == "":
		d.at(dutiesFile, path+".evidence", "the evidence is a statement: name which, under statement")
	case len(r.Evidence) > 1:
		d.at(dutiesFile, path+".evidence", "who has signed the statement has done the duty: nothing is put there beside it")
	}
}
