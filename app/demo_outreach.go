package app

import (
	"context"
	"fmt"
	"time"

	"linli/mediation/invitation"
	"linli/platform/access"
)

// demoInvitations are what some units invite everybody of the place to talk over.
var demoInvitations = []struct {
	unit, kind string
	texts      map[string]invitation.Text
}{
	{"QS01", "neighbour", map[string]invitation.Text{
		"zh-Hans": {Title: "邻里小事，坐下来谈", Text: "堆物、停车、噪声、滴水，住在一起难免有摩擦。\n每周三下午，调解室有人听您说，也愿意请大家一起商量。"},
		"zh-Hant": {Title: "鄰里小事，坐下來談", Text: "堆放雜物、停車、噪音、滴水，住在一起難免有摩擦。\n每週三下午，調解室有人聽您說，也願意請大家一起商量。"},
		"en":      {Title: "Small things between neighbours", Text: "Things left on the stairs, parking, noise, dripping water: living together rubs at times.\nOn Wednesday afternoons somebody in the mediation room has time to listen."}}},
	{"QS02", "property_service", map[string]invitation.Text{
		"zh-Hans": {Title: "物业费的事，可以谈", Text: "对服务和收费有不同看法的住户和物业，都可以来申请调解。"}}},
}

// invite writes the general invitations of the demo; they run while the demo is looked at.
func (d *demo) invite(ctx context.Context) error {
	for _, x := range demoInvitations {
		clerks := d.staff[x.unit][access.Clerk]
		if len(clerks) == 0 {
			continue
		}
		_, err := d.app.Outreach.Write(ctx, clerks[0], invitation.Write{Unit: d.office.Units[x.unit], Types: []string{x.kind}, Texts: x.texts, Nobody: true,
			From: d.clock.Now().In(d.zone).Format(time.DateOnly), Until: d.now.AddDate(0, 2, 0).In(d.zone).Format(time.DateOnly)})
		if err != nil {
			return fmt.Errorf("the invitation of %s: %w", x.unit, err)
		}
	}
	return nil
}
