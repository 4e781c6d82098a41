package access

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/cedar-policy/cedar-go"

	"linli/platform/fault"
	"linli/platform/id"
)

//go:embed policies/*.cedar
var policyFiles embed.FS

// ErrNotFound hides a case from whoever may not see it.
var ErrNotFound = fault.New(fault.NotFound, "access.not_found")

// ErrSignIn answers whoever has not said who they are.
var ErrSignIn = fault.New(fault.Unauthenticated, "access.sign_in")

// Engine asks the policies. It is safe for use by many goroutines.
type Engine struct {
	policies *cedar.PolicySet
	actions  map[string]bool
	budget   *Budget

	mu    sync.RWMutex
	known map[question]bool
}

// question is all on which a decision depends, so that the answer can be remembered. There are few different ones: an
// office asks the same dozens all day.
type question struct {
	action string
	relation
}

// maxKnown bounds the remembered decisions.
const maxKnown = 1 << 14

// Option changes an engine.
type Option func(*Engine)

// WithBudget replaces the default read budget (200 an hour for each account, without an alert).
func WithBudget(b *Budget) Option { return func(e *Engine) { e.budget = b } }

// NewEngine reads the embedded policies. It fails when one does not parse, has no @id, or shares its @id with another.
func NewEngine(options ...Option) (*Engine, error) {
	names, err := fs.Glob(policyFiles, "policies/*.cedar")
	if err != nil {
		return nil, fmt.Errorf("listing policies: %w", err)
	}
	e := &Engine{
		policies: cedar.NewPolicySet(),
		actions:  map[string]bool{},
		budget:   NewBudget(DefaultReads, nil),
		known:    map[question]bool{},
	}
	for _, name := range names {
		text, err := fs.ReadFile(policyFiles, name)
		if err != nil {
			return nil, fmt.Errorf("reading policy %s: %w", name, err)
		}
		list, err := cedar.NewPolicyListFromBytes(name, text)
		if err != nil {
			return nil, fmt.Errorf("parsing policy %s: %w", name, err)
		}
		for _, p := range list {
			key := cedar.PolicyID(p.Annotations()["id"])
			if key == "" || !e.policies.Add(key, p) {
				return nil, fmt.Errorf("policy %s:%d: @id %q is missing or taken", name, p.Position().Line, key)
			}
		}
	}
	for _, a := range Actions() {
		e.actions[a] = true
	}
	for _, o := range options {
		o(e)
	}
	return e, nil
}

// Check returns nil where the actor may do this. Otherwise it returns a fault: Unauthenticated for the public, NotFound
// where even existence is hidden (see the package comment), Forbidden with the key "access.refused.<action>" where the
// actor may see the case or asks about a unit of the own tenant.
func (e *Engine) Check(a Actor, action string, f Facts) error {
	allowed, err := e.allows(action, relate(a, f))
	switch {
	case err != nil:
		return err
	case allowed:
		return nil
	}
	return e.refusal(a, action, f)
}

func (e *Engine) refusal(a Actor, action string, f Facts) error {
	if a.Kind != Staff && a.Kind != Resident && a.Kind != System && a.Kind != Provider {
		return ErrSignIn
	}
	r := relate(a, f)
	if f.Case.IsZero() {
		if r.sameTenant && a.Kind != Resident && a.Kind != Provider {
			return fault.New(fault.Forbidden, "access.refused."+action)
		}
		return ErrNotFound
	}
	kind, _, _ := strings.Cut(action, ".")
	if see := kind + ".see"; e.actions[see] {
		if visible, err := e.allows(see, r); err == nil && visible {
			return fault.New(fault.Forbidden, "access.refused."+action)
		}
	}
	return ErrNotFound
}

// allows asks the policies, or remembers what they said: they see nothing but the relation.
func (e *Engine) allows(action string, r relation) (bool, error) {
	if !e.actions[action] {
		return false, fault.Wrap(fault.Internal, "fault.internal", fmt.Errorf("access: no policy knows the act %q", action))
	}
	q := question{action, r}
	e.mu.RLock()
	answer, ok := e.known[q]
	e.mu.RUnlock()
	if ok {
		return answer, nil
	}
	answer, err := e.ask(q)
	if err != nil {
		return false, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.known) >= maxKnown {
		clear(e.known)
	}
	e.known[q] = answer
	return answer, nil
}

// ask puts one question to Cedar. Cedar skips a policy that fails to evaluate, also a forbidding one: here that is an
// error, and an error is a refusal.
func (e *Engine) ask(q question) (bool, error) {
	decision, diagnostic := cedar.Authorize(e.policies, nil, cedar.Request{
		Principal: cedar.NewEntityUID(q.principalType(), "asking"),
		Action:    cedar.NewEntityUID("Action", cedar.String(q.action)),
		Resource:  cedar.NewEntityUID("Case", "asked"),
		Context:   q.context(),
	})
	if len(diagnostic.Errors) > 0 {
		return false, fault.Wrap(fault.Internal, "fault.internal",
			fmt.Errorf("access: policy %s: %s", diagnostic.Errors[0].PolicyID, diagnostic.Errors[0].Message))
	}
	return decision == cedar.Allow, nil
}

// Scope is [Engine.Check] for a whole list. It asks the policies about one invented row for each unit that the actor's
// posts concern, and about one row that is assigned to the account in a unit where the actor holds nothing.
func (e *Engine) Scope(a Actor, action string) Scope {
	none := Scope{Tenant: a.Tenant, None: true}
	if a.Kind != Staff || a.Tenant.IsZero() || !isList(action) {
		return none
	}
	may := func(f Facts) bool {
		f.Tenant, f.Case = a.Tenant, invented
		ok, err := e.allows(action, relate(a, f))
		return err == nil && ok
	}
	s := Scope{Tenant: a.Tenant}
	for _, u := range units(a) {
		if may(Facts{Unit: u}) {
			s.Units = append(s.Units, u)
		}
		if may(Facts{Unit: invented, Joint: []id.ID{u}}) {
			s.Joint = append(s.Joint, u)
		}
	}
	if !a.Account.IsZero() && may(Facts{Unit: invented, Assigned: []id.ID{a.Account}}) {
		s.Account = a.Account
	}
	s.None = len(s.Units) == 0 && len(s.Joint) == 0 && s.Account.IsZero()
	return s
}

// invented names a case and a unit that do not exist: all ones is no UUIDv7.
var invented = id.ID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// units are the units that the actor's posts concern, in the order of their ids.
func units(a Actor) []id.ID {
	set := map[id.ID]bool{}
	for _, p := range a.Posts {
		set[p.Unit] = true
		for _, u := range p.Below {
			set[u] = true
		}
	}
	delete(set, id.ID{})
	return slices.SortedFunc(maps.Keys(set), func(x, y id.ID) int { return slices.Compare(x[:], y[:]) })
}
