package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/duty"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/rulebook"
)

// demoTrouble are the occurrences that do not go smoothly, by duty and by how many months before the present one they fall due.
var demoTrouble = map[string]string{
	"bulletin 2": "late", "outreach 2": "late", "site_inspection 3": "late", "crossing_inspection 2": "missed",
	"site_inspection 1": "again", "monthly_return 1": "again", "directors_meeting 2": "again", "directors_meeting 1": "tasks",
}

// demoTasks are what a meeting decided: which post does it, and within how many days.
var demoTasks = []struct {
	post access.PostKind
	days int
	text string
}{
	{access.Handler, 9, "更换荷塘桥头褪色的警示牌。"},
	{access.Clerk, 14, "把便民服务指南改成大字版，放在窗口。"},
	{access.Inspector, 60, "与农贸市场约定每月清理一次东侧通道。"},
}

// demoMinutes are the words of meetings and papers, in turn. They name nobody.
var demoMinutes = []string{"通报上月巡查和报事办理情况；议定本月检查安排。", "研究护学岗排班和雨天预案；各岗位按分工落实。", "复盘两件办理超期的事项，明确由谁在几日内补办。"}

// dutyDesk is how the first township and its village keep what they owe.
type dutyDesk struct {
	d     *demo
	rules *rulebook.Rulebook
	turn  int
}

// dutyBeats are the ends of all days since the office began.
func (d *demo) dutyBeats() []beat {
	desk := &dutyDesk{d: d}
	desk.rules, _ = d.app.Library.Current(demoRulebook, d.today)
	last := calendar.DateOf(d.now, d.zone)
	var out []beat
	for day := calendar.DateOf(d.clock.Now(), d.zone).AddDays(1); day.Before(last); day = day.AddDays(1) {
		for code, minute := range map[string]int{demoLed[0]: 17*60 + 40, demoLed[1]: 21*60 + 10} {
			out = append(out, beat{day.Start(d.zone).Add(time.Duration(minute) * time.Minute), func(ctx context.Context) error {
				if err := desk.day(ctx, code, day); err != nil {
					return fmt.Errorf("the duties of %s on %s: %w", code, day, err)
				}
				return nil
			}})
		}
	}
	return out
}

// day does what a unit does on one day: first what waits to be checked, then what is to be done.
func (k *dutyDesk) day(ctx context.Context, code string, day calendar.Date) error {
	for _, waits := range []string{duty.ToCheck, duty.ToDo} {
		rows, err := k.d.app.Duty.Repo.Rows(ctx, k.d.office.Tenant.ID, duty.Span{Unit: k.d.office.Units[code], Waits: waits, Limit: 500})
		if err != nil {
			return err
		}
		for _, x := range rows {
			rule, _ := k.rules.Duty(x.Case.Duty)
			does := k.do
			switch {
			case waits == duty.ToCheck:
				does = k.check
			case rule.Kind == "rota":
				does = k.shift
			}
			if err := does(ctx, code, day, x, rule); err != nil {
				return fmt.Errorf("%s %s: %w", x.Case.Duty, x.Case.Period, err)
			}
		}
	}
	return nil
}

func (k *dutyDesk) act(ctx context.Context, who access.Actor, c duty.Case, cmds ...duty.Command) (err error) {
	for _, cmd := range cmds {
		k.d.clock.Add(20 * time.Second)
		if c, err = k.d.app.Duty.Act(ctx, who, c.ID, cmd, nil); err != nil {
			return fmt.Errorf("%s: %w", cmd.Kind(), err)
		}
	}
	return nil
}

// trouble is what goes wrong with an occurrence, if anything does.
func (k *dutyDesk) trouble(c *duty.Case) string {
	now := calendar.DateOf(k.d.now, k.d.zone)
	return demoTrouble[fmt.Sprintf("%s %d", c.Duty, 12*(now.Year-c.Last.Year)+int(now.Month)-int(c.Last.Month))]
}

// holder is the account that does what a post owes there; zero where nobody holds it.
func (k *dutyDesk) holder(code string, post rulebook.Post) access.Actor {
	if all := k.d.staff[code][access.PostKind(post)]; len(all) > 0 {
		return all[0]
	}
	return access.Actor{}
}

// checker is the account that checks what a post of a unit did: in the unit, or in the one above.
func (k *dutyDesk) checker(code string, post rulebook.Post) access.Actor {
	name, above := strings.CutPrefix(string(post), "parent.")
	if above {
		code = map[string]string{demoLed[0]: demoRoot, demoLed[1]: demoLed[0]}[code]
	}
	return k.holder(code, rulebook.Post(name))
}

// check looks at what was done, a working day later; what was done in the last days waits for whoever signs in.
func (k *dutyDesk) check(ctx context.Context, code string, day calendar.Date, x duty.Row, rule rulebook.DutyRule) error {
	who := k.checker(code, rule.CheckedBy)
	done := calendar.DateOf(x.Case.Acts[len(x.Case.Acts)-1].At, k.d.zone)
	if !k.d.days.Working(day) || !done.Before(day) || who.Account.IsZero() || x.Case.Work(who.Account) {
		return nil
	}
	if k.trouble(&x.Case) == "again" && len(x.Case.Acts) == 1 {
		return k.act(ctx, who, x.Case, duty.SendBack{})
	}
	return k.act(ctx, who, x.Case, duty.Check{})
}

// do does what the calendar or a meeting demands, some days before it falls due.
func (k *dutyDesk) do(ctx context.Context, code string, day calendar.Date, x duty.Row, rule rulebook.DutyRule) error {
	c, who, trouble := x.Case, k.holder(code, rule.OwedBy), k.trouble(&x.Case)
	for _, held := range k.d.staff[code] {
		for _, a := range held {
			if a.Account == c.Owner {
				who = a
			}
		}
	}
	early := 2 + (len(c.Duty)+int(c.Last.Month))%7
	if rule.Signs() || len(c.Acts) > 0 || c.Owner == who.Account && !c.Owner.IsZero() {
		early = 200 // what was sent back is done again at once, and a statement or a task as soon as it can be
	}
	begins := c.Last.AddDays(-early)
	if trouble == "late" || trouble == "missed" {
		begins = c.Last.AddDays(2)
	}
	if who.Account.IsZero() || !k.d.days.Working(day) || day.Before(begins) || !day.After(c.From) || !c.Owner.IsZero() && day.Before(c.From.AddDays(7)) {
		return nil
	}
	if rule.Covers() && len(c.Acts) == 0 && trouble != "missed" {
		return k.look(ctx, code, who, x, rule)
	}
	if trouble == "missed" {
		return k.act(ctx, who, c, duty.Miss{Reason: "weather"})
	}
	if rule.Signs() {
		return k.sign(ctx, code, who, x, rule)
	}
	var cmds []duty.Command
	if len(c.Acts) == 0 {
		if rule.Kind == "meeting" && c.Owner.IsZero() {
			cmds = append(cmds, duty.WriteAgenda{Text: "一、上月事项办理情况。二、本月检查和值班安排。三、其他。", NamesNobody: true})
		}
		cmds = append(cmds, k.evidence(rule, day)...)
	}
	done := duty.Do{}
	if k.d.clock.Now().After(x.Last) {
		done.Reason = "overlooked"
	}
	if err := k.act(ctx, who, c, append(cmds, done)...); err != nil || trouble != "tasks" {
		return err
	}
	for _, t := range demoTasks {
		task := duty.Record{Occurrence: duty.Occurrence{Duty: "decision_task", Of: c.ID, Owner: k.holder(code, rulebook.Post(t.post)).Account, Last: day.AddDays(t.days)}, Text: t.text, NamesNobody: true}
		if _, err := k.d.app.Duty.Record(ctx, who, task, nil); err != nil {
			return fmt.Errorf("a task: %w", err)
		}
	}
	return nil
}

// look goes to every listed place that nobody has looked at yet: an inspection, or a visit of the round, is all that it takes. Who is late
// says so.
func (k *dutyDesk) look(ctx context.Context, code string, who access.Actor, x duty.Row, rule rulebook.DutyRule) error {
	seen, err := k.d.app.Duty.See(ctx, who, x.Case.ID)
	if err != nil {
		return err
	}
	for _, p := range seen.Places {
		if p.At.IsZero() {
			if err := k.d.looks.look(ctx, k.d, who, k.d.office.Units[code], p.Place, rule); err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
		}
	}
	switch {
	case k.d.clock.Now().After(x.Last):
		return k.act(ctx, who, x.Case, duty.Do{Reason: "overlooked"})
	case len(seen.Places) == 0:
		return k.act(ctx, who, x.Case, duty.Do{})
	}
	return nil
}

// shift has people sign up for the days to come, and whoever is on it today write the log. One day ahead nobody has signed up for.
func (k *dutyDesk) shift(ctx context.Context, code string, day calendar.Date, x duty.Row, rule rulebook.DutyRule) error {
	c, today := x.Case, calendar.DateOf(k.d.now, k.d.zone)
	ahead := day.Until(c.Last)
	owes := k.holder(code, rule.OwedBy)
	switch {
	case c.Last.Before(today.AddDays(-10)) && !owes.Account.IsZero(): // of older shifts nobody reads any more who had signed up
		if ahead != 0 {
			return nil
		}
		return k.act(ctx, owes, c, append(k.evidence(rule, day), duty.Do{})...)
	case ahead < 0 || ahead > 12:
		return nil
	case len(c.Crew) == 0 && (ahead == 0 || c.Last != today.AddDays(5) && ahead < 9):
		crew := k.crew(code)
		k.turn++
		who := crew[k.turn%len(crew)]
		if ahead > 0 {
			return k.act(ctx, who, c, duty.SignUp{})
		}
		return k.act(ctx, who, c, append([]duty.Command{duty.SignUp{}}, append(k.evidence(rule, day), duty.Do{})...)...)
	case ahead == 0:
		who := access.Actor{}
		for _, a := range k.crew(code) {
			if a.Account == c.Crew[0] {
				who = a
			}
		}
		return k.act(ctx, who, c, append(k.evidence(rule, day), duty.Do{})...)
	}
	return nil
}

// crew are those who take shifts there, in a fixed order.
func (k *dutyDesk) crew(code string) (out []access.Actor) {
	for _, post := range []access.PostKind{access.Clerk, access.Handler, access.Records, access.Mediator} {
		out = append(out, k.d.staff[code][post]...)
	}
	return out
}

// evidence is what the rule asks for.
func (k *dutyDesk) evidence(rule rulebook.DutyRule, day calendar.Date) (out []duty.Command) {
	words := demoMinutes[(int(day.Month)+len(rule.ID))%len(demoMinutes)]
	for _, need := range rule.Evidence {
		e := duty.AddEvidence{Sort: need.Kind, Number: max(need.Least, 1), NamesNobody: true}
		switch need.Kind {
		case "minutes":
			e.Text, e.Number = words, 0
		case "paper":
			e.Text, e.Number = strings.Split(words, "；")[0]+"。", 0
		case "attendance":
			e.Number, e.Posts = 6, []string{"lead", "clerk", "mediator", "handler", "inspector"}
		case "photographs":
			e.Number = max(need.Least, 3)
		case "copies":
			e.Number = 12
		case "signatures":
			e.Number, e.Listed = 22, 24
		case "amounts":
			e.Number, e.Planned, e.Paid = 0, 12_000_00, 11_400_00
		case "checklist":
			e.Number, e.Sheet.Answers = 0, map[string]string{}
			list, _ := k.rules.Duties.Checklist(rule.Checklist)
			for _, q := range list.Questions {
				e.Sheet.Answers[q.ID] = "yes"
			}
		}
		out = append(out, e)
	}
	return out
}
