package app

import (
	"encoding/json"
	"fmt"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
)

// command is who does a step, and what it asks for.
func (p *reportPlay) command(x step) (access.Actor, report.Command, error) {
	event := casefile.Kind(x.name)
	if x.name == "close_own" {
		event = "close"
	}
	fields := map[string]any{}
	if x.words != "" {
		fields["text"] = x.words
	}
	switch x.name {
	case "assign":
		to, err := p.holder(access.PostKind(x.args[0]))
		if err != nil {
			return access.Actor{}, nil, err
		}
		fields["to"] = []id.ID{to.Account}
	case "transfer":
		fields["unit"] = p.d.office.Units[x.args[0]]
	case "not_accept":
		fields["reason"], fields["right"], fields["passed"] = x.args[0], x.args[1], p.story.Pass
	case "publish":
		fields["text"], fields["place"], fields["answer"] = split(x.words)
	case "forward":
		fields["to"] = p.d.lamps
		fields["text"], fields["place"], _ = split(x.words)
	case "join":
		i := slices.IndexFunc(p.d.reports, func(r *reportPlay) bool { return r.story.Key == x.args[0] })
		if i < 0 {
			return access.Actor{}, nil, fmt.Errorf("there is no report %q", x.args[0])
		}
		fields["into"] = p.d.reports[i].c.ID
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return access.Actor{}, nil, fmt.Errorf("encode the step: %w", err)
	}
	cmd, err := report.Commands.Decode(event, body)
	if err != nil {
		return access.Actor{}, nil, err
	}
	who, err := p.who(x.name)
	return who, cmd, err
}

// who does a step: the reporter what is the reporter's, a lead gives work to others, the desk takes, and whoever has taken it
// does the rest.
func (p *reportPlay) who(name string) (access.Actor, error) {
	switch name {
	case "reply", "reopen", "ask_review", "ask_second_review", "withdraw", "close_own":
		return p.reporter, nil
	case "assign":
		return p.holder(access.Lead)
	case "take":
		if !p.c.InQueue() {
			return p.holder(p.c.Desk.Post)
		}
		return p.holder(access.Handler, access.Clerk)
	}
	for _, holders := range p.d.staff[p.desk()] {
		for _, a := range holders {
			if a.Account == p.c.Handler {
				return a, nil
			}
		}
	}
	return access.Actor{}, fmt.Errorf("nobody has taken it")
}

// holder is who holds the first of the posts that somebody holds where the report is handled now.
func (p *reportPlay) holder(posts ...access.PostKind) (access.Actor, error) {
	for _, post := range posts {
		if holders := p.d.staff[p.desk()][post]; len(holders) > 0 {
			return holders[0], nil
		}
	}
	return access.Actor{}, fmt.Errorf("nobody in %s holds %v", p.desk(), posts)
}

// desk is the code of the unit where the report is handled now.
func (p *reportPlay) desk() string {
	for code, unit := range p.d.office.Units {
		if unit == p.c.Desk.Unit {
			return code
		}
	}
	return ""
}
