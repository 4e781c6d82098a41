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
