package mediation

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/promise"
)

// pageSize is how many rows a list shows where the reader does not say.
const pageSize, maxPage = 25, 100

// List returns one page of the cases that the actor may see, the next due first: clear facts and no name. A number finds what the
// list shows without it and nothing else. Errors: fault.Field "number" for what is no part of one, and the store's.
func (s *Service) List(ctx context.Context, a access.Actor, f Filter) (_ Page, err error) {
	defer wrap(&err, "list")
	scope := s.Access.Scope(a, "mediation.list")
	if scope.None {
		return Page{}, nil
	}
	if f.Mine {
		scope.Units, scope.Joint = nil, nil
	}
	f.Limit = bounded(f.Limit)
	if f.Number == "" {
		return s.Repo.List(ctx, scope, f)
	}
	return s.bearing(ctx, scope, f)
}

// bearing returns one page of the cases within a scope that bear a number, or a part of it.
func (s *Service) bearing(ctx context.Context, scope access.Scope, f Filter) (out Page, err error) {
	var l fault.List
	text(&l, "number", f.Number, maxName, true)
	numbers, _ := parts(f.Number)
	if len(numbers) == 0 && len(l) == 0 {
		l.Add("number", "mediation.field.no_number")
	}
	if err := l.Err(); err != nil {
		return Page{}, err
	}
	for _, n := range numbers {
		if x, err := strconv.Atoi(n); err == nil && x > 0 && len(n) <= 6 && len(numbers) <= 4 { // more is of no rulebook's form
			f.Running = append(f.Running, x)
		}
	}
	rules, err := s.Office.Rulebook(ctx, scope.Tenant, s.Clock.Now())
	if err != nil {
		return Page{}, err
	}
	for {
		page, err := s.Repo.List(ctx, scope, f)
		if err != nil {
			return Page{}, err
		}
		for _, r := range page.Rows {
			unit, err := s.Office.UnitName(ctx, scope.Tenant, r.Unit)
			if err != nil {
				return Page{}, err
			}
			if r.Ref == f.Number || isPart(rules.Mediation.Number.Format(unit, r.Year, r.Number), f.Number) {
				out.Rows = append(out.Rows, r)
			}
		}
		if out.Next = page.Next; len(out.Rows) > 0 || out.Next == (Cursor{}) {
			return out, nil
		}
		f.After = page.Next
	}
}

// isPart reports whether all that was typed is part of a number.
func isPart(number, typed string) bool {
	has, _ := parts(number)
	numbers, words := parts(typed)
	for _, n := range numbers {
		if !slices.Contains(has, n) {
			return false
		}
	}
	for _, w := range words {
		if !strings.Contains(strings.ToLower(number), strings.ToLower(w)) {
			return false
		}
	}
	return true
}

// parts are the numbers in a text, without leading zeros and whatever the width of their digits, and the words between them.
func parts(s string) (numbers, words []string) {
	plain := strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
	for _, n := range strings.FieldsFunc(plain, func(r rune) bool { return r < '0' || r > '9' }) {
		numbers = append(numbers, strings.TrimLeft(n, "0"))
	}
	return numbers, strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) })
}

// Due returns what the office owes in the cases that the actor may see, the next due first.
func (s *Service) Due(ctx context.Context, a access.Actor, f promise.Filter) (_ []DueRow, err error) {
	defer wrap(&err, "due")
	scope := s.Access.Scope(a, "mediation.list")
	if scope.None {
		return nil, nil
	}
	f.Limit = bounded(f.Limit)
	return s.Repo.Due(ctx, scope, f)
}

func bounded(n int) int {
	if n <= 0 {
		return pageSize
	}
	return min(n, maxPage)
}
