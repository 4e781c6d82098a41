package app

import (
	"context"
	"fmt"
	"time"

	"linli/casefile/breach"
	"linli/platform/access"
)

// breach has the demo's officer keep the register: a list that went to a wrong address, told to the parties of a unit's cases and
// closed, and a folder that is missing since yesterday.
func (d *demo) breach(ctx context.Context) error {
	officers, leads := d.staff[demoRoot][access.Privacy], d.staff[demoRoot][access.Lead]
	if len(officers) == 0 || len(leads) == 0 {
		return nil
	}
	s, officer := d.app.Breaches, officers[0]
	now := d.clock.Now()
	done, err := s.Enter(ctx, officer, breach.New{Kinds: []string{"contact"}, Cause: "misdirected", Found: now.Add(-26 * time.Hour),
		Happened: "一份打印的送达登记误放进另一单位的文件袋，当天被发现，没有拆开过。", Measures: "当天取回，核对了份数。"})
	if err != nil {
		return fmt.Errorf("a breach: %w", err)
	}
	steps := []func() error{
		func() error { return s.Whole(ctx, officer, done.ID, d.office.Units["QS02"]) },
		func() error {
			return s.WriteNotice(ctx, officer, done.ID, breach.Write{Nobody: true,
				Text: "一份送达登记曾误放进另一单位的文件袋，里面有联系方式。当天已取回，没有拆开过。如果接到冒充本单位的电话，请不要理会，并告诉我们。"})
		},
		func() error { return s.Release(ctx, leads[0], done.ID) },
		func() error {
			return s.TellAuthority(ctx, officer, done.ID, breach.ToAuthority{At: now.Add(-2 * time.Hour), Body: "青杉区主管机关", Reference: "青登〔2026〕3号"})
		},
		func() error { return s.Close(ctx, officer, done.ID) },
		func() error {
			_, err := s.Enter(ctx, officer, breach.New{Kinds: []string{"papers"}, Cause: "lost", Found: now.Add(-20 * time.Hour), Happened: "一个空白卷宗袋和一页会谈安排找不到了，正在查找。"})
			return err
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("a breach: %w", err)
		}
	}
	return nil
}
