package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/referral/directory"
)

// demoNeeds are needs of the demo's directory: what somebody needs, never what somebody is.
var demoNeeds = []string{"法律援助", "食物", "住房与租金", "就业", "技能培训", "辅助器具", "债务咨询", "托育", "入学", "心理咨询", "证件办理", "人身安全"}

// demoServices are invented services of the demo's county. need counts from zero; hours are a kind of opening hours.
var demoServices = []struct {
	by, name, text, area, phone, place, cost, bring string
	need                                            int
	languages                                       []string
	hours                                           string
	redacted                                        bool
}{
	{"青石县法律援助中心", "法律咨询与援助", "免费解答法律问题，符合条件的指派律师。", "青石县", "0000-555 0301", "安和路 12 号二层", "免费", "身份证明\n与纠纷有关的材料", 0, []string{"zh", "ug"}, "office", false},
	{"青石县法律援助中心", "农民工讨薪法律援助", "帮助追讨拖欠的劳动报酬，不审查经济状况。", "青石县", "0000-555 0302", "安和路 12 号二层", "免费", "工资欠条、考勤或聊天记录", 0, []string{"zh"}, "office", false},
	{"听荷镇公共法律服务站", "律师坐班咨询", "律师每周坐班，当面解答。", "听荷镇", "0000-555 0303", "中心街 6 号", "免费", "", 0, []string{"zh"}, "market", false},
	{"暖灶公益食堂", "老街爱心午餐", "每天中午提供一荤两素的热饭。", "听荷镇", "0000-555 0304", "老街 31 号", "2 元，困难时免费", "", 1, []string{"zh"}, "lunch", false},
	{"暖灶公益食堂", "送餐上门", "给行动不便的人送午饭。", "听荷镇", "0000-555 0305", "", "8 元", "", 1, []string{"zh"}, "lunch", false},
	{"拾穗食物银行", "应急食物包", "米、面、油和奶粉，当天领取。", "拾穗镇", "0000-555 0306", "仓前路 3 号", "免费", "", 1, []string{"zh", "sgn"}, "market", false},
	{"青石县住房保障服务窗口", "公共租赁住房申请", "受理公共租赁住房申请并解答。", "青石县", "0000-555 0307", "安和路 8 号一层", "免费", "身份证明\n收入说明\n租房合同", 2, []string{"zh"}, "office", false},
	{"邻助租房互助会", "临时租金周转", "为突发困难的租户垫付一个月租金。", "听荷镇", "0000-555 0308", "中心街 20 号", "无息，半年内归还", "租房合同", 2, []string{"zh"}, "office", false},
	{"归帆镇便民服务站", "租房合同代看", "签合同前帮助看条款。", "归帆镇", "0000-555 0309", "码头路 5 号", "免费", "合同", 2, []string{"zh", "wuu"}, "market", false},
	{"青石县公共就业服务中心", "求职登记与推荐", "登记求职，推荐岗位，陪同面试。", "青石县", "0000-555 0310", "劳动路 1 号", "免费", "身份证明", 3, []string{"zh"}, "office", false},
	{"晓岚镇零工驿站", "日结零工对接", "早上对接当天的零工，协助签用工单。", "晓岚镇", "0000-555 0311", "集市口 2 号", "免费", "", 3, []string{"zh"}, "dawn", false},
	{"青石县公共就业服务中心", "用工夜市", "每月第二个周二晚上的招聘会。", "青石县", "0000-555 0312", "劳动路 1 号广场", "免费", "", 3, []string{"zh"}, "", false},
	{"巧手职业学校", "电工夜校", "晚间电工课程，考证前免费补课。", "青石县", "0000-555 0313", "学府路 18 号", "教材费 60 元", "", 4, []string{"zh"}, "evening", false},
	{"巧手职业学校", "手机与电脑入门", "从开机学起，可以重复来听。", "听荷镇", "0000-555 0314", "中心街 6 号二层", "免费", "", 4, []string{"zh", "yue"}, "market", false},
	{"青石县辅具服务站", "轮椅与拐杖借用", "借用、维修、调试辅助器具。", "青石县", "0000-555 0315", "康宁路 9 号", "押金可免", "身份证明", 5, []string{"zh", "sgn"}, "office", false},
	{"青石县辅具服务站", "居家无障碍改造", "上门看房，装扶手、坡道。", "青石县", "0000-555 0316", "", "按材料收费，可补贴", "", 5, []string{"zh"}, "office", false},
	{"清账咨询室", "债务咨询", "一起理清欠款，陪同与债权人商谈。", "青石县", "0000-555 0317", "安和路 30 号", "免费", "欠款清单、合同", 6, []string{"zh"}, "office", false},
	{"小脚丫托育园", "临时托育", "按小时照看一岁半到三岁的孩子。", "听荷镇", "0000-555 0318", "荷塘路 7 号", "每小时 15 元", "预防接种证", 7, []string{"zh"}, "week", false},
	{"枕泉乡儿童之家", "放学后托管", "放学后写作业、活动，管晚饭。", "枕泉乡", "0000-555 0319", "泉边路 2 号", "免费", "", 7, []string{"zh"}, "evening", false},
	{"青石县入学咨询窗口", "转学与入学咨询", "说明入学需要的材料和时间。", "青石县", "0000-555 0320", "学府路 1 号", "免费", "户口簿或居住证", 8, []string{"zh", "ug"}, "office", false},
	{"听见心理服务社", "心理咨询", "受过训练的咨询师一对一谈话。", "青石县", "0000-555 0321", "康宁路 22 号三层", "前三次免费", "", 9, []string{"zh", "en"}, "week", false},
	{"听见心理服务社", "心理援助热线", "昼夜有人接听，可以不说名字。", "青石县", "0000-555 0322", "", "免费", "", 9, []string{"zh"}, "always", false},
	{"青石县政务服务大厅", "证件补办", "身份证、户口簿、居住证补办。", "青石县", "0000-555 0323", "安和路 8 号", "按规定收费", "照片、现有证件", 10, []string{"zh"}, "office", false},
	{"裁云镇便民服务站", "上门代办证件", "行动不便的，工作人员上门。", "裁云镇", "0000-555 0324", "云栖路 4 号", "免费", "", 10, []string{"zh"}, "market", false},
	{"安枕庇护服务", "紧急庇护", "家中不安全时的临时住处，随时可来电。", "青石县", "0000-555 0325", "庇护所", "免费", "", 11, []string{"zh", "ug"}, "always", true},
}

// demoStreets are where the first house of each street of the demo's services stands, in the same invented country as its other places;
// the others follow it eastward.
var demoStreets = map[string]geo.Point{
	"安和路": {Lat: 34.0184, Long: 88.0262}, "劳动路": {Lat: 34.0162, Long: 88.0241}, "学府路": {Lat: 34.0231, Long: 88.0217}, "康宁路": {Lat: 34.0149, Long: 88.0305},
	"中心街": {Lat: 34.0215, Long: 88.0308}, "老街": {Lat: 34.0201, Long: 88.0287}, "荷塘路": {Lat: 34.0249, Long: 88.0349}, "仓前路": {Lat: 34.0628, Long: 88.0742},
	"码头路": {Lat: 34.2041, Long: 88.2098}, "集市口": {Lat: 34.1043, Long: 88.1224}, "泉边路": {Lat: 34.1529, Long: 88.1679}, "云栖路": {Lat: 34.1217, Long: 88.0064},
}

// demoHouse is where an address of the demo's services lies; zero for one that is in no street of it.
func demoHouse(address string) geo.Point {
	street, rest, _ := strings.Cut(address, " ")
	number, _, _ := strings.Cut(rest, " ")
	at, n := demoStreets[street], 0
	if _, err := fmt.Sscan(number, &n); err != nil || at.IsZero() {
		return geo.Point{}
	}
	at.Long += float64(n-1) * 0.00011
	return at
}

// locate says where the place of a service is.
func (d *demo) locate(ctx context.Context, worker access.Actor, o directory.Opened, at geo.Point) error {
	kind, place := directory.KindLocation, o.Many["service_at_locations"][0].One["location"]
	p, err := d.app.Directory.Part(ctx, worker, kind, place.ID)
	if err != nil {
		return err
	}
	return d.app.Directory.SavePart(ctx, worker, kind, p.ID, p.Version, map[string]string{"name": p.Body.Text("name"), "location_type": p.Body.Text("location_type"),
		"latitude": strconv.FormatFloat(at.Lat, 'f', 5, 64), "longitude": strconv.FormatFloat(at.Long, 'f', 5, 64)})
}

// demoHours are the kinds of opening hours.
func demoHours(kind string) []directory.Hours {
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	all := append([]time.Weekday{time.Saturday, time.Sunday}, week...)
	days, from, until := week, "09:00", "17:30"
	switch kind {
	case "":
		return nil
	case "market":
		days, from, until = []time.Weekday{time.Tuesday, time.Friday}, "08:30", "11:30"
	case "lunch":
		days, from, until = all, "11:00", "13:00"
	case "dawn":
		days, from, until = all, "05:30", "09:00"
	case "evening":
		days, from, until = week, "16:30", "21:00"
	case "week":
		days, from, until = all, "08:00", "19:00"
	case "always":
		days, from, until = all, "00:00", "24:00"
	}
	var out []directory.Hours
	for _, d := range days {
		out = append(out, directory.Hours{Day: d, From: from, Until: until})
	}
	return out
}

// services fills the directory of services; every fifth entry was entered so long ago that it waits to be confirmed.
func (d *demo) services(ctx context.Context) error {
	tenant, s := d.office.Tenant.ID, d.app.Directory
	var worker access.Actor
	for _, h := range d.office.Staff {
		for _, a := range d.staff[h.Unit][access.Referral] {
			worker = a
		}
	}
	taxonomy := d.app.IDs.New()
	writes := []directory.Write{{After: &directory.Object{Kind: directory.KindTaxonomy, ID: taxonomy, Body: directory.Body{"id": taxonomy.String(), "name": "需求", "description": "需要哪一类帮助"}}}}
	var terms []id.ID
	for _, n := range demoNeeds {
		t := d.app.IDs.New()
		terms = append(terms, t)
		writes = append(writes, directory.Write{After: &directory.Object{Kind: directory.KindTerm, ID: t, Body: directory.Body{"id": t.String(), "name": n, "description": n, "taxonomy_id": taxonomy.String()}}})
	}
	if err := s.Repo.Write(ctx, tenant, d.app.Clock.Now(), writes); err != nil {
		return fmt.Errorf("the needs of the demo: %w", err)
	}
	if err := s.Reindex(ctx, tenant); err != nil {
		return err
	}
	known := map[string]id.ID{}
	for i, x := range demoServices {
		sheet := directory.Sheet{Organization: known[x.by], NewOrganization: x.by, Name: x.name, Description: x.text, Status: "active", Needs: []id.ID{terms[x.need]}, Area: x.area,
			Languages: x.languages, Phone: x.phone, Hours: demoHours(x.hours), Place: x.place, Cost: x.cost, Documents: strings.FieldsFunc(x.bring, func(r rune) bool { return r == '\n' }), Redacted: x.redacted}
		if x.place != "" {
			sheet.Place, sheet.Address, sheet.City = x.by, x.place, x.area
		}
		service, err := s.Save(ctx, worker, id.ID{}, 0, sheet)
		if err != nil {
			return fmt.Errorf("%s of the demo: %w", x.name, err)
		}
		o, err := s.Open(ctx, worker, service)
		if err != nil {
			return err
		}
		known[x.by] = o.Body.ID("organization_id")
		if at := demoHouse(x.place); !at.IsZero() {
			if err := d.locate(ctx, worker, o, at); err != nil {
				return fmt.Errorf("where %s of the demo is: %w", x.name, err)
			}
		}
		if i%5 == 4 {
			body := o.Body
			body["assured_date"] = d.now.AddDate(0, -8, -i).In(d.zone).Format(time.DateOnly)
			old := directory.Write{Before: &directory.Kept{Object: o.Object, Version: o.Version}, After: &directory.Object{Kind: directory.KindService, ID: service, Body: body}}
			if err := s.Repo.Write(ctx, tenant, d.app.Clock.Now(), []directory.Write{old}); err != nil {
				return err
			}
		}
	}
	return s.Reindex(ctx, tenant)
}
