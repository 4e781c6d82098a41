package app

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"linli/mediation"
)

//go:embed demo/cases.yaml
var demoCases []byte

// story is one invented case: the words, and how far along its road it has come.
type story struct {
	Unit, Type string
	Start      int            // working days ago
	Until      string         // the last step of the road
	Wait       map[string]int // working days more before a step
	Then       []string       // what came after, as "+2 suspend appraisal WORDS"
	State      mediation.State
	Show       []string // whose slip is listed: a, b
	Online     bool     // the applicant applied by itself
	Sent       storyLetter

	B            storyParty
	Summary      string
	Claims       string
	Yuan         int64
	Third, Group bool
	ConcernB     mediation.Concern `yaml:"concern_b"`
	GuardianB    bool              `yaml:"guardian_b"`

	Thumb       string // the side that cannot write, and says yes by thumbprint
	Interpreter string // the side for which somebody interprets
	Video       bool   // they meet by video

	Record                        string
	Facts, Issues, Responsibility string
	Terms                         []storyTerm
}

// storyLetter is the letter of a body that sent the dispute.
type storyLetter struct{ Kind, Body, Number string }

// storyParty is a respondent that is no person.
type storyParty struct{ Name, Kind string }

// storyTerm is one term: who owes whom ("b>a"), what, and how many working days from the draft.
type storyTerm struct {
	Who, Kind, Text, How string
	Yuan                 int64
	Due                  int
}

// readStories reads the invented cases, strictly.
func readStories() ([]story, error) {
	var all []story
	if err := yaml.Load(demoCases, &all, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("reading the demo's cases: %w", err)
	}
	for i := range all {
		if all[i].Unit == "" {
			all[i].Unit = demoRoot + "01"
		}
	}
	return all, nil
}

// step is one thing that happens in a story, some working days after the one before.
type step struct {
	gap   int
	name  string
	args  []string
	words string
}

// demoRoad is the road of a case as an office walks it: steps, and the working days before each.
var demoRoad = []step{{name: "apply"}, {gap: 1, name: "screen"}, {name: "hear", args: []string{"a"}}, {gap: 1, name: "invite"},
	{gap: 2, name: "hear_b"}, {name: "consent_a"}, {gap: 1, name: "consent_b"}, {gap: 1, name: "accept"}, {name: "propose"}, {gap: 1, name: "disclose"},
	{gap: 1, name: "assign"}, {name: "schedule"}, {gap: 2, name: "begin"}, {name: "record"}, {gap: 1, name: "draft"}, {gap: 1, name: "sign_all"}, {gap: 1, name: "seal"}}

// demoArgs is how many arguments the acts beside the road take before their words.
var demoArgs = map[string]int{"paid": 2, "missed": 2, "taken_back": 1, "letter": 1, "joint": 1, "danger": 1, "withdraw": 1, "refuse": 1, "sign": 1, "refuse_sign": 1, "statement": 1, "ask_erasure": 1, "agree_extension": 1, "ask_extension": 1, "pause": 2,
	"offer": 1, "release": 1, "answer": 2, "write": 1, "suspend": 1, "terminate": 1, "impasse": 1, "not_accept": 1, "recuse": 1,
	"part": 3, "goods": 2, "agent": 1, "dissolved": 1, "agree_reopen": 1,
	"demand": 1, "urgent": 1, "scan": 1, "message": 1, "call": 1, "inspect": 1, "died": 1, "heir": 1, "paper_at": 1, "correct": 1, "join": 1}

// steps is the story's whole course.
func (s *story) steps() ([]step, error) {
	var out []step
	for _, x := range demoRoad {
		x.gap += s.Wait[x.name]
		out = append(out, x)
		if x.name == s.Until || x.name == "sign_all" && s.Until == "sign" {
			break
		}
	}
	if last := out[len(out)-1].name; last != s.Until {
		return nil, fmt.Errorf("the road has no step %q", s.Until)
	}
	for _, line := range s.Then {
		x, err := parseStep(line, demoArgs)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// parseStep reads "+2 suspend appraisal WORDS"; without a number it is the next working day.
func parseStep(line string, takes map[string]int) (step, error) {
	x := step{gap: 1}
	fields := strings.Fields(line)
	if days, ok := strings.CutPrefix(fields[0], "+"); ok {
		n, err := strconv.Atoi(days)
		if err != nil {
			return x, fmt.Errorf("%q does not begin with a number of days", line)
		}
		x.gap, fields = n, fields[1:]
	}
	n := takes[fields[0]]
	if len(fields) <= n {
		return x, fmt.Errorf("%q lacks an argument", line)
	}
	x.name, x.args, x.words = fields[0], fields[1:1+n], strings.Join(fields[1+n:], "")
	return x, nil
}

// begins is how many working days after the application the first session is to begin.
func (s *story) begins() int {
	days := 0
	for _, x := range demoRoad {
		days += x.gap + s.Wait[x.name]
		if x.name == "begin" {
			break
		}
	}
	return days
}

func (s *story) shows(side string) bool { return slices.Contains(s.Show, side) }
