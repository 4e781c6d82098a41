package mediation

import (
	"context"
	"net/http"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
	"linli/web/page"
)

// view is one case before one reader: what the service gave, and the words for it.
type view struct {
	*words
	actor    access.Actor
	pages    *Pages
	ctx      context.Context //nolint:containedctx // a view lives as long as its request
	Case     mediation.Case
	Opened   *mediation.Opened // nil for a reader without a right to the content
	Promises []casefile.PromiseRow
	staff    map[id.ID]string
}

// factsOf are the facts of no case, for asking about an act as such.
func factsOf(a access.Actor) access.Facts {
	return access.Facts{Tenant: a.Tenant, Kind: mediation.Capability}
}

// caseID is the case that an address names.
func caseID(r *http.Request) (id.ID, error) {
	x, err := id.Parse(r.PathValue("id"))
	if err != nil || x.IsZero() {
		return id.ID{}, mediation.ErrNotFound
	}
	return x, nil
}

// see loads the case of an address without its content.
func (p *Pages) see(r *http.Request) (*view, error) {
	c, err := caseID(r)
	if err != nil {
		return nil, err
	}
	return p.seeCase(r, c)
}

func (p *Pages) seeCase(r *http.Request, c id.ID) (_ *view, err error) {
	a := actor(r)
	v := &view{actor: a, pages: p, ctx: r.Context(), staff: map[id.ID]string{}}
	if v.Case, v.Promises, err = p.Mediation.See(r.Context(), a, c); err != nil {
		return nil, err
	}
	units, err := p.Office.UnitNames(r.Context(), a.Tenant)
	if err != nil {
		return nil, err
	}
	rules, err := p.rulesOf(r.Context(), &v.Case)
	if err != nil {
		return nil, err
	}
	v.words = &words{p.locale(r), rules, units}
	return v, v.colleagues(r.Context())
}

// open loads the case of an address with the content that the reader may read; the reading is written down first.
// Whoever may see the state only gets the state only.
func (p *Pages) open(r *http.Request) (*view, error) {
	v, err := p.see(r)
	if err != nil {
		return nil, err
	}
	return p.openView(r, v)
}

func (p *Pages) openView(r *http.Request, v *view) (_ *view, err error) {
	if !v.may("read") {
		return v, nil
	}
	if v.Opened, err = p.Mediation.Open(r.Context(), v.actor, v.Case.ID, access.ForWork); err != nil {
		return nil, err
	}
	v.Case, v.Promises = v.Opened.Case, v.Opened.Promises
	return v, v.colleagues(r.Context())
}

func (p *Pages) rulesOf(ctx context.Context, c *mediation.Case) (*rulebook.Rulebook, error) {
	return p.Mediation.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
}

// colleagues looks up the names of the accounts that the case and its history name.
func (v *view) colleagues(ctx context.Context) error {
	var all []id.ID
	for _, w := range v.Case.Workers {
		all = append(all, w.Account)
	}
	for _, e := range v.Case.Engagements {
		all = append(all, e.Account)
	}
	for _, w := range v.Case.Wishes {
		all = append(all, w.Account)
	}
	if v.Opened != nil {
		for _, e := range v.Opened.Events {
			all = append(all, e.By.Account)
		}
	}
	for _, account := range all {
		if _, known := v.staff[account]; known || account.IsZero() {
			continue
		}
		name, err := v.pages.Office.AccountName(ctx, v.actor.Tenant, account)
		if err != nil {
			return err
		}
		v.staff[account] = name
	}
	return nil
}

// may reports whether the policies let the reader do an act on this case; the machine may still refuse it.
func (v *view) may(act string) bool {
	return v.pages.Mediation.Access.Check(v.actor, "mediation."+act, v.Case.FactsAt(v.pages.Mediation.Clock.Now())) == nil
}

// mayDo is may for an event of the machine: a signature can be the office's seal, which is a right of its own.
func (v *view) mayDo(event casefile.Kind) bool {
	if event == "sign" {
		return v.may("sign") || v.may("seal")
	}
	return v.may(string(event))
}

// proposed reports whether the reader is asked to mediate and not on the case yet: then it reads who the parties are, to
// declare its ties, and nothing else.
func (v *view) proposed() bool {
	return slices.Contains(v.Case.Proposed(), v.actor.Account) && !slices.Contains(v.Case.Assigned(), v.actor.Account)
}

// Title is what the case is called.
func (v *view) Title() string { return v.caseName(&v.Case) }

// Href is the case's address, with what follows it.
func (v *view) Href(rest ...string) string {
	out := "/mediations/" + v.Case.ID.String()
	for _, r := range rest {
		out += "/" + r
	}
	return out
}

// State is the state as a tag.
func (v *view) State() page.Tag { return v.state(v.Case.State) }

// party is what a party is called: its name where the reader may know it, else its side and its place on that side.
func (v *view) party(p id.ID) string {
	place := map[mediation.Role]int{}
	for _, x := range v.Case.Parties {
		place[x.Role]++
		if x.ID != p {
			continue
		}
		role := v.t("mediation.role." + string(x.Role))
		if v.Opened != nil && v.Opened.Name(p) != "" {
			return v.t("staff.party.named", "name", v.Opened.Name(p), "role", role)
		}
		if v.sides()[x.Role] == 1 {
			return role
		}
		return v.t("staff.party.placed", "role", role, "n", place[x.Role])
	}
	return v.t("staff.party.gone")
}

func (v *view) parties(all []id.ID) string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = v.party(p)
	}
	return v.List(names)
}

// sides counts the parties of each role.
func (v *view) sides() map[mediation.Role]int {
	n := map[mediation.Role]int{}
	for _, x := range v.Case.Parties {
		n[x.Role]++
	}
	return n
}

// session is what a session is called: its day and how it is held.
func (v *view) session(s mediation.Session) string {
	return v.t("staff.session.name", "when", v.DateTime(s.Start), "mode", v.t("mediation.mode."+s.Mode))
}

// signer is whose act a signature is.
func (v *view) signer(as string, of id.ID) string {
	switch as {
	case "party":
		return v.party(of)
	case "mediator":
		if e := v.Case.Engagement(of); e != nil {
			return v.t("staff.party.named", "name", v.staff[e.Account], "role", v.t("mediation.as.mediator"))
		}
	}
	if as == "seal" {
		return v.sealOf(of)
	}
	return v.t("mediation.as." + as)
}
