package mediation

import (
	"context"

	"linli/api/route"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
)

// Case is a case as this account may read it.
type Case struct {
	Standing
	Promises []route.Promise `json:"promises" nullable:"false"`
	Content  *Content        `json:"content" doc:"what people said and agreed; null where this account may see the case and not read it"`
	Withheld *route.Withheld `json:"withheld,omitempty" doc:"why content is null"`
}

func (d *Desk) show(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	opened, err := d.Service.Open(ctx, c.Actor, caseID, access.ForWork)
	switch f := fault.Of(err); {
	case err == nil:
		unit, _ := tree.Unit(opened.Case.Unit)
		return route.JSON(Case{Standing: d.standing(c.Actor, unit, &opened.Case, d.number(ctx, &opened.Case, unit)),
			Promises: route.Promises(opened.Promises), Content: contentOf(opened)})
	case f.Code != fault.Forbidden:
		return route.Answer{}, err
	default:
		return d.seen(ctx, c, tree, f)
	}
}

// seen answers whoever may know how the case stands and not what it is about.
func (d *Desk) seen(ctx context.Context, c *route.Call, tree office.Tree, why *fault.Error) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	k, promises, err := d.Service.See(ctx, c.Actor, caseID)
	if err != nil {
		return route.Answer{}, err
	}
	unit, _ := tree.Unit(k.Unit)
	return route.JSON(Case{Standing: d.standing(c.Actor, unit, &k, d.number(ctx, &k, unit)), Promises: route.Promises(promises),
		Withheld: c.Withhold(why)})
}

// number is the number of one case, by its own rulebook; empty before it has one.
func (d *Desk) number(ctx context.Context, k *mediation.Case, unit office.Unit) string {
	if k.Number == 0 {
		return ""
	}
	rules, err := d.Service.Office.RulebookOf(ctx, k.Tenant, k.Rulebook, k.RulebookVersion)
	if err != nil {
		return ""
	}
	return rules.Mediation.Number.Format(unit.Name, k.Year, k.Number)
}
