package app

import (
	"fmt"
	"time"

	"linli/office"
	"linli/platform/access"
)

// Names of the demo's places. All are invented; a county, its townships and its villages have fixed names, so that the
// same office comes back every time.
var (
	demoTownships = []string{"听荷镇", "拾穗镇", "晓岚镇", "枕泉乡", "归帆镇", "问梅镇", "踏雪乡", "揽翠镇", "折柳镇", "眠鸥乡", "裁云镇", "弄笛乡"}
	demoVillages  = []string{"豆蔓", "竹影", "苇塘", "杏墙", "麦浪", "苔井", "萤草", "藕花", "棉桃", "荞坡", "芦管", "柿灯", "稻香里", "桑榆下", "茶烟", "菱角", "蒲扇",
		"葵朝", "薯窖", "榆钱", "槐序", "枣檐", "梨雪", "橘灯", "芡实", "莼菜", "瓜棚", "豇架", "荠麦", "菰米", "椒园", "蒜辫", "粟垛"}
	demoSuffixes = []string{"村", "湾村", "岭村"}
)

// demoRoot is the county's code; its townships are QS01 to QS12, a township's villages QS0101 and so on.
const demoRoot = "QS"

// demoDesk is where the county's office receives people. No telephone network has the code 0000.
var demoDesk = office.Desk{Address: "青石县安和路 8 号一层服务大厅", Phone: "0000-555 0100", Hours: "周一至周五 9:00—12:00，14:00—17:30"}

// demoUnits are the twelve townships and ninety-nine villages below the county.
func demoUnits() []UnitPlan {
	var out []UnitPlan
	village := 0
	for i, name := range demoTownships {
		code := fmt.Sprintf("%s%02d", demoRoot, i+1)
		out = append(out, UnitPlan{Code: code, Name: name + "人民调解委员会", Parent: demoRoot, Level: office.Township,
			Desk: office.Desk{Address: fmt.Sprintf("青石县%s中心街 %d 号", name, 6+i*4), Phone: fmt.Sprintf("0000-555 %04d", 101+i), Hours: demoDesk.Hours}})
		for n := range 8 + (i+1)/4 - i/4 { // every fourth township has nine
			v := demoVillages[village%len(demoVillages)] + demoSuffixes[village/len(demoVillages)]
			p := UnitPlan{Code: fmt.Sprintf("%s%02d", code, n+1), Name: v + "调解室", Parent: code, Level: office.Village}
			if n == 0 { // the other villages send people to their township
				p.Desk = office.Desk{Address: fmt.Sprintf("%s%s便民服务站", name, v), Phone: fmt.Sprintf("0000-555 %04d 转 1", 101+i), Hours: "周二、周五 9:00—11:30"}
			}
			out = append(out, p)
			village++
		}
	}
	return out
}

// demoGuest is a unit of the county on the other side of the river, for mediations across it.
const demoGuest = "LS01"

// demoGuests are that unit and its people, whose posts here end half a year from a day.
func demoGuests(names *nameDraw, from time.Time) (UnitPlan, []Hire) {
	until := from.AddDate(0, 6, 0)
	unit := UnitPlan{Code: demoGuest, Name: "泠水县溪桥镇人民调解委员会", Parent: demoRoot, Level: office.Guest,
		Desk: office.Desk{Address: "泠水县溪桥镇渡口路 2 号", Phone: "0000-555 0201", Hours: demoDesk.Hours}}
	return unit, []Hire{
		{Login: demoGuest + ".lead", Name: names.staff(), Language: "zh-Hans", Unit: demoGuest, Posts: []access.PostKind{access.Lead}, Until: until},
		{Login: demoGuest + ".mediator", Name: names.staff(), Language: "zh-Hans", Unit: demoGuest, Posts: []access.PostKind{access.Mediator}, Until: until},
	}
}

// demoPassword is every demo login's.
const demoPassword = "neighbours-at-peace"

// demoLogins are the logins that are handed out, one a post. The first five townships' staff work beside them without
// ever signing in.
func demoLogins() []Hire {
	first := demoRoot + "01"
	var out []Hire
	for _, l := range []struct {
		post         access.PostKind
		person, unit string
	}{
		{access.Clerk, "梅静安", first}, {access.Mediator, "柳知行", first}, {access.Handler, "谷守信", first}, {access.Inspector, "桑明理", first},
		{access.Referral, "云可期", first}, {access.Lead, "石长乐", first}, {access.Records, "燕思齐", first}, {access.Privacy, "练如初", demoRoot},
		{access.Statistician, "花致远", demoRoot},
	} {
		out = append(out, Hire{Login: string(l.post), Name: l.person, Language: "zh-Hans", Unit: l.unit, Posts: []access.PostKind{l.post}})
	}
	return out
}

// demoColleagues are the accounts that nobody signs in as: a clerk, a lead and two mediators for each township, the
// room of the first village, and the county's lead.
func demoColleagues(names *nameDraw) []Hire {
	var out []Hire
	hire := func(unit string, n int, posts ...access.PostKind) {
		login := fmt.Sprintf("%s.%s", unit, posts[0])
		if n > 0 {
			login += fmt.Sprint(n)
		}
		out = append(out, Hire{Login: login, Name: names.staff(), Language: "zh-Hans", Unit: unit, Posts: posts})
	}
	for i := range demoTownships {
		unit := fmt.Sprintf("%s%02d", demoRoot, i+1)
		if i > 0 {
			hire(unit, 0, access.Clerk)
			hire(unit, 0, access.Lead)
			hire(unit, 1, access.Mediator)
		}
		hire(unit, 2, access.Mediator)
	}
	village := demoRoot + "0101"
	hire(village, 0, access.Clerk)
	hire(village, 0, access.Lead)
	hire(demoRoot, 0, access.Lead) // answers for the county's returns
	return out
}
