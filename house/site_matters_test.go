package house_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"linli/platform/id"
)

// hold opens the web before matters as well: who has a slip visits with it, a service with a link of its own, and what can be printed
// whole is printed.
func (s *site) hold(t *testing.T, matters ...matter) {
	t.Helper()
	nth := map[string]int{}
	for _, m := range matters {
		of := len(s.cases) + len(s.matters)
		nth[m.name]++
		m.name = fmt.Sprintf("%s %d", m.name, nth[m.name])
		if !m.referral.IsZero() { // before the person, who ends it
			link, key, err := s.App.Referral.RenewLink(s.Ctx, s.As(m.staff[0]), m.id, m.referral)
			if err != nil {
				t.Fatal(err)
			}
			m.parts["link"] = link.Code.String()
			s.people = append(s.people, &visitor{name: "service of " + m.name, of: of, party: -1, cookies: map[string]string{}, code: link.Code, key: string(key)})
		}
		if m.code != "" {
			s.people = append(s.people, &visitor{name: "person of " + m.name, of: of, party: -1, cookies: map[string]string{}, code: m.code, passphrase: m.pass})
		}
		if m.printed != "" {
			if err := s.App.Bundles.Ask(s.Ctx, s.As(m.staff[0]), m.printed, m.id, "zh-Hans"); err != nil {
				t.Fatal(err)
			}
		}
		s.matters = append(s.matters, m)
	}
	if _, err := s.App.DoDue(s.Ctx); err != nil {
		t.Fatal(err)
	}
}

// matter is what an address is about; nil: no matter.
func (s *site) matter(of int) *matter {
	if of < len(s.cases) {
		return nil
	}
	return &s.matters[of-len(s.cases)]
}

// held are the matters that a part of an address can be about; nil: none is.
func (s *site) held(route, part string, x stop) (out []value) {
	if m := s.matter(x.of); m != nil {
		if text := m.parts[part]; text != "" {
			return []value{{text, m.name, -1, -1}}
		}
		if slices.Contains([]string{"paper", "file", "engagement", "session", "offer"}, part) {
			return []value{{noSuch, "no " + part, -1, -1}}
		}
		return nil
	}
	if part == "report" && strings.Contains(route, "/reported/") {
		part = "public"
	}
	for i, m := range s.matters {
		text := m.parts[part]
		switch part {
		case "report", "complaint", "help", "link", "duty", "inspection", "place", "public", "of":
		case "demand":
			if !strings.Contains(route, " /demands/") {
				continue
			}
		case "case":
			if !strings.Contains(route, " /urgent/") && !strings.Contains(route, " /exports/") {
				continue
			}
		case "id":
			if m.api == "" || !strings.Contains(route, m.api) {
				continue
			}
		default:
			continue
		}
		if text != "" {
			out = append(out, value{text, m.name, len(s.cases) + i, -1})
		}
	}
	return out
}

// attends reports whether a visitor has a reason to ask for what is about a matter: who works on it, who has its slip or its link, and
// nobody once for each kind.
func (s *site) attends(v *visitor, x stop) bool {
	m := s.matter(x.of)
	_, path, _ := strings.Cut(x.route, " ")
	own := strings.HasPrefix(path, "/r/{code}") || strings.HasPrefix(path, "/p/{link}")
	switch {
	case v.isParty():
		return own && (v.of == x.of && strings.HasPrefix(path, "/p/") == (v.key != "") || v.passphrase != "" && x.route == "GET /r/{code}")
	case v.bearer == "":
		return strings.HasSuffix(m.name, " 1")
	}
	return !own && slices.Contains(m.staff, v.name)
}

// named is what tells one case or matter of a world from another.
type named struct {
	name  string
	id    id.ID
	codes []id.Code
}

// names are the cases and after them the matters.
func (s *site) names() (out []named) {
	for i, c := range s.cases {
		out = append(out, named{fmt.Sprintf("case %d", i+1), c.ID, c.codes})
	}
	for _, m := range s.matters {
		out = append(out, named{m.name, m.id, []id.Code{m.code, id.Code(m.parts["link"])}})
	}
	return out
}
