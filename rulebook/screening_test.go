package rulebook_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"linli/rulebook"
	"linli/rulebooks"
)

// besideTheDispute are questions that a rulebook may not ask: they are about a person's status, belief, origin, health or
// conduct outside this dispute, or about nothing that a private talk is for.
var besideTheDispute = []string{
	"对方以前打过别人吗？", "他平时喝酒吗？", "对方坐过牢吗？", "您信教吗？", "对方有宗教信仰吗？", "您是本地人吗？", "对方的户口在哪里？", "您老家在什么地方？", "您结婚了吗？", "对方离过婚或者离婚了吗？",
	"您有疾病吗？", "对方在吃药吗？", "您怀孕了吗？", "您有残疾吗？", "对方赌博吗？", "您的收入是多少？", "对方失业了吗？", "您举报过别人吗？", "對方以前打過別人嗎？", "您的國籍是什麼？", "您的戶籍在哪裡？", "對方是少數民族嗎？", "对方上访户吗？",
	"Has the other side ever been violent to anybody?", "Does he drink alcohol?", "Was she arrested?", "Do you take medication?", "Are you married?", "Where are you from?", "What is your nationality?",
	"Is he religious?", "Which church do you go to?", "Have you ever complained about the office?", "Does the other side use drugs?", "Are you pregnant?", "Do you receive welfare?", "Is she a former prisoner?", "What is your income?",
	"Does he have a mental health condition?",
}

func TestAPrivateQuestionStaysWithTheDispute(t *testing.T) {
	const asked = `"Would you be afraid to sit in one room with the other side?"`
	for _, q := range besideTheDispute {
		f := cn(t)
		change(t, f, "mediation.yaml", asked, fmt.Sprintf("%q", q))
		_, findings, err := rulebook.Load(f)
		if err != nil || len(findings) == 0 || findings[0].Line == 0 ||
			!strings.Contains(findings[0].Reason, "outside this dispute") && !strings.Contains(findings[0].Reason, "never people") {
			t.Errorf("%s passes: %v %v", q, findings, err)
		}
	}
	for _, c := range []struct{ name, old, now, want string }{
		{"a subject of its own", "about: harm", "about: character", `there is no subject of a private question "character"`},
		{"an answer that is none", "answer: \"yes\"\n      proposes: separate", "answer: \"maybe\"\n      proposes: separate", `there is no answer "maybe"`},
		{"a concern that is none", "proposes: separate", "proposes: together", `there is no concern "together"`},
		{"an answer that proposes nothing", "      proposes: separate\n", "", "answer and proposes stand together"},
		{"no question", asked, `"Say whether you are afraid."`, "is no question"},
		{"a double code", "code: one_room", "code: pressed", `code "pressed" stands here a second time`},
	} {
		f := cn(t)
		change(t, f, "mediation.yaml", c.old, c.now)
		_, findings, err := rulebook.Load(f)
		if err != nil || len(findings) == 0 || !strings.Contains(findings[0].Reason, c.want) || findings[0].Line == 0 {
			t.Errorf("%s: %v %v", c.name, findings, err)
		}
	}
}

// Both shipped rulebooks ask about every subject but what it takes to be reached, and each answer that tells of fear
// proposes something.
func TestTheShippedRulebooksAskAlone(t *testing.T) {
	for _, name := range []string{"cn", "us-ny"} {
		sub, err := fs.Sub(rulebooks.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		b, findings, err := rulebook.Load(sub)
		if err != nil || len(findings) > 0 {
			t.Fatal(err, findings)
		}
		about := map[string]string{}
		for _, q := range b.Mediation.Safety.Questions {
			about[q.About] = q.Proposes
			for _, l := range b.Languages {
				if q.Label[l] == "" {
					t.Errorf("%s does not ask %s in %s", name, q.Code, l)
				}
			}
		}
		for _, subject := range rulebook.ScreeningSubjects() {
			if p, ok := about[subject]; !ok || p == "" && subject != "contact" {
				t.Errorf("%s: of %s: %v, proposes %q", name, subject, ok, p)
			}
		}
		if b.Mediation.Safety.ArrivalsApart < 15 {
			t.Errorf("%s lets the sides meet at the door", name)
		}
	}
}
