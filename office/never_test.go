package office_test

import (
	"strings"
	"testing"

	"linli/office"
	"linli/platform/access"
)

// Police, petition and security bodies have neither a unit nor an account, by whatever spelling.
func TestSendersAreNeverUnits(t *testing.T) {
	for _, name := range []string{"石桥派出所", "石桥 派 出 所 调解室", "县公安局", "信访接待中心", "信訪辦公室", "社會治安綜合治理中心", "维稳办", "政法委调解中心", "國家安全局",
		"Stonebridge Police", "POLICE-community desk", "Office of Letters and Visits", "Sheriff's liaison", "ｐｏｌｉｃｅ post"} {
		if !office.OnlyWrites(name) {
			t.Errorf("%s could be a unit", name)
		}
	}
	for _, name := range []string{"柳树村人民调解委员会", "警予路社区", "安平县调解中心", "Policy Street mediation centre", "Securities Lane", "Willow village"} {
		if office.OnlyWrites(name) {
			t.Errorf("%s could be no unit", name)
		}
	}
	for _, kind := range access.PostKinds() {
		for _, word := range []string{"police", "petition", "security", "guard"} {
			if strings.Contains(string(kind), word) {
				t.Errorf("there is a post %q", kind)
			}
		}
	}
}

// Wherever the office gives somebody a name, such a body is refused.
func TestSendersAreRefusedWhereNamesAreGiven(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		town := w.unit(admin, w.Root.ID, office.Township, "QS-01")
		admin = w.again(admin)
		const body = "石桥派出所"
		_, err := w.AddUnit(t.Context(), admin, office.AddUnit{Parent: town.ID, Level: office.Village, Code: "X", Name: body})
		wants(t, err, "office.name.sender")
		wants(t, w.RenameUnit(t.Context(), admin, town.ID, body), "office.name.sender")
		_, _, err = w.CreateAccount(t.Context(), admin, office.CreateAccount{Unit: town.ID, Login: "desk", Name: body, Language: "zh-Hans"})
		wants(t, err, "office.name.sender")
		_, err = w.Found(t.Context(), w.cli, office.Found{Slug: "other", Name: body, Zone: "Asia/Shanghai", Languages: []string{"zh-Hans"}, Rulebook: "cn",
			Level: office.Township, Code: "B", Login: "admin", Person: "某人"})
		wants(t, err, "office.name.sender")
	})
}
