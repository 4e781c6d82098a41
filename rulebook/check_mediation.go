package rulebook

import "slices"

// longestRetention is the longest time, in days, for which anything may be kept: sixty years.
const longestRetention = 21_915

func (d *draft) checkMediation() {
	const file = "mediation.yaml"
	m := d.mediation
	for i, t := range m.DisputeTypes {
		d.checkID(file, pathf("dispute_types[%d].code", i), t.Code)
		d.checkOptional(file, pathf("dispute_types[%d].source", i), t.Source)
		d.checkOptional(file, pathf("dispute_types[%d].not_confirmed", i), t.NotConfirmed)
	}
	for i, s := range m.Sources {
		d.checkID(file, pathf("sources[%d].code", i), s.Code)
	}
	d.checkSenders(file, m)
	d.checkReasons(file, m.Reasons)
	if m.Number.Pattern != "" {
		if err := m.Number.check(); err != nil {
			d.at(file, "number.pattern", "%s", err)
		}
	}
	if l := m.AnswerTime.Length; l.Unit == AtOnce || l.Unit != "" && l.N == 0 {
		d.at(file, "answer_time.length", "an invited party needs time to answer: at least 1 day")
	}
	if c := m.Capacity; c.FullFrom > 0 && (c.LimitedFrom >= c.FullFrom || c.SelfSupportingFrom < c.LimitedFrom || c.SelfSupportingFrom > c.FullFrom) {
		d.at(file, "capacity", "the ages must rise: limited_from, then self_supporting_from, then full_from")
	}
	for i, f := range m.Agreement.Fields {
		d.oneOf(file, pathf("agreement.fields[%d].code", i), "field", f.Code, AgreementFields())
	}
	for i, by := range m.Agreement.SignedBy {
		d.oneOf(file, pathf("agreement.signed_by[%d]", i), "signer", by, Signers())
	}
	if by := m.Agreement.SignedBy; len(by) > 0 && !slices.Contains(by, "party") {
		d.at(file, "agreement.signed_by", "nobody is bound by what others sign: name party")
	}
	d.checkForbidden(file, m.Forbidden)
	d.checkTextKey(file, "notice.text", m.Notice.Text)
	d.checkTextKey(file, "safety.text", m.Safety.Text)
	d.checkTextKey(file, "follow_up.text", m.FollowUp.Text)
	d.checkTextKey(file, "joint.text", m.Joint.Text)
	d.checkTextKey(file, "referral.text", m.Referral.Text)
	d.checkTextKey(file, "reopening.text", m.Reopening.Text)
	if i := slices.IndexFunc(m.Reasons, func(r Reason) bool { return r.Code == m.Safety.Closure }); m.Safety.Closure != "" && (i < 0 || !m.Reasons[i].Neutral) {
		d.at(file, "safety.closure", "%q is no neutral reason: a case that ends for safety must look like any other", m.Safety.Closure)
	}
	d.checkScreening(file, m.Safety.Questions)
	d.checkConfirmation(file, m)
	if m.Training != nil {
		d.checkSource(file, "training.source", m.Training.Source)
	}
	if m.DueReminders != nil {
		d.checkSource(file, "due_reminders.source", m.DueReminders.Source)
	}
	d.checkStipends(file, m.Stipends)
	if m.ArchiveAfterDays != nil {
		d.checkSource(file, "archive_after_days.source", m.ArchiveAfterDays.Source)
	}
	d.checkReturn(file, m)
	d.checkRetention(file, m.Retention)
	for i, doc := range m.Documents {
		d.checkID(file, pathf("documents[%d].id", i), doc.ID)
		d.checkOptional(file, pathf("documents[%d].source", i), doc.Source)
		d.checkTemplate(file, pathf("documents[%d].template", i), doc.Template)
		for j, end := range doc.Mandatory {
			d.oneOf(file, pathf("documents[%d].mandatory[%d]", i, j), "end of a case", end, Ends())
		}
	}
	for path, s := range map[string]Source{
		"number.source": m.Number.Source, "answer_time.source": m.AnswerTime.Source, "max_representatives.source": m.MaxRepresentatives.Source,
		"capacity.source": m.Capacity.Source, "agreement.source": m.Agreement.Source, "before_signing.source": m.BeforeSigning.Source, "notice.source": m.Notice.Source,
		"safety.source": m.Safety.Source, "oral.source": m.Oral.Source, "follow_up.source": m.FollowUp.Source, "referral.source": m.Referral.Source, "joint.source": m.Joint.Source, "reopening.source": m.Reopening.Source,
	} {
		d.checkSource(file, path, s)
	}
}

// checkConfirmation looks at the confirmation by a court. Where there is none, there is no paper of it either, and nothing
// is promised for it.
func (d *draft) checkConfirmation(file string, m Mediation) {
	if x := m.Confirmation; x != nil {
		d.checkTextKey(file, "confirmation.text", x.Text)
		for i, c := range x.Excluded {
			d.checkID(file, pathf("confirmation.excluded[%d].code", i), c.Code)
		}
		for i, c := range x.Venues {
			d.checkID(file, pathf("confirmation.venues[%d].code", i), c.Code)
		}
		d.checkSource(file, "confirmation.source", x.Source)
		return
	}
	if i := slices.IndexFunc(m.Documents, func(x Document) bool { return x.ID == "confirmation" }); i >= 0 {
		d.at(file, pathf("documents[%d].id", i), "the paper has no use: this rulebook has no section confirmation")
	}
	for i, rule := range d.promises.Promises {
		for _, kind := range append(slices.Clone(rule.Start), rule.KeptBy...) {
			if slices.Contains([]string{"prepare_confirmation", "apply_confirmation", "confirm", "reject_confirmation", "withdraw_confirmation"}, kind) {
				d.at("promises.yaml", pathf("promises[%d]", i), "%q never happens: mediation.yaml has no section confirmation", kind)
				break
			}
		}
	}
}

// checkTemplate demands the template in the language of the law; other languages fall back to it.
func (d *draft) checkTemplate(file, path, template string) {
	if template == "" || len(d.header.Languages) == 0 {
		return
	}
	if name := templateName(template, d.header.Languages[0]); !d.folder.names[name] {
		d.at(file, path, "there is no file %q in the rulebook", name)
	}
}

func (d *draft) checkOptional(file, path string, s *Source) {
	if s != nil {
		d.checkSource(file, path, *s)
	}
}

// checkReasons demands a text with the other routes wherever a case is refused or ended (人民调解法 art. 26).
func (d *draft) checkReasons(file string, reasons []Reason) {
	covered := map[string]bool{}
	for i, r := range reasons {
		path := pathf("reasons[%d]", i)
		d.checkID(file, path+".code", r.Code)
		d.checkEvents(file, path+".for", "mediation", r.For)
		d.checkTextKey(file, path+".text", r.Text)
		d.checkOptional(file, path+".source", r.Source)
		for _, kind := range r.For {
			covered[kind] = true
			if ends := slices.Contains([]string{"not_accept", "decline", "terminate"}, kind); ends && r.Text == "" {
				d.at(file, path, "a reason for %s needs a text that tells the other routes", kind)
			}
		}
	}
	if len(reasons) == 0 {
		return
	}
	for _, kind := range []string{"not_accept", "decline", "suspend", "terminate"} {
		if !covered[kind] {
			d.at(file, "reasons", "no reason is for %s", kind)
		}
	}
}

func (d *draft) checkForbidden(file string, list []Forbidden) {
	rights := map[string]bool{}
	for i, f := range list {
		path := pathf("forbidden_terms[%d]", i)
		rights[f.Right] = true
		d.oneOf(file, path+".right", "right", f.Right, ForbiddenRights())
		d.checkSource(file, path+".source", f.Source)
		for lang, patterns := range f.Patterns {
			for j, p := range patterns {
				if _, err := newPattern(p); err != nil {
					d.at(file, pathf("%s.patterns.%s[%d]", path, lang, j), "%s", err)
				}
			}
		}
		for lang, phrases := range f.Phrases {
			for j, p := range phrases {
				if len(plain(p).runes) < 2 {
					d.at(file, pathf("%s.phrases.%s[%d]", path, lang, j), "%q is too short: it would be found everywhere", p)
				}
			}
		}
	}
	if len(list) == 0 {
		return
	}
	for _, right := range ForbiddenRights() {
		if !rights[right] {
			d.at(file, "forbidden_terms", "no entry protects the right %q", right)
		}
	}
}

func (d *draft) checkRetention(file string, list []Retention) {
	erased := map[string]bool{}
	for i, r := range list {
		path := pathf("retention[%d]", i)
		d.checkID(file, path+".id", r.ID)
		d.checkEvents(file, path+".from", "mediation", r.From)
		d.checkSource(file, path+".source", r.Source)
		d.oneOf(file, path+".then", "end of retention", r.Then, []string{"minimise", "erase"})
		for _, end := range r.From {
			erased[end] = erased[end] || r.Then == "erase" && !slices.Contains(r.From, "refuse") // that entry ends what is held of one party, not a file
		}
		if len(r.From) == 0 {
			d.at(file, path+".from", "say which event starts the term")
		}
		if r.Days > longestRetention {
			d.at(file, path+".days", "%d days are more than sixty years: nothing is kept for ever", r.Days)
		}
	}
	for _, end := range Ends() {
		if end != "oral" && !erased[end] { // an oral agreement is "effective" here
			d.at(file, "retention", "nothing ends the keeping of a case that ended with %s: an entry with it in from must end with erase", end)
		}
	}
}
