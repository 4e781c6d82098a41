package invitation

import "testing"

func TestAnInvitationIsToNobody(t *testing.T) {
	for text, want := range map[string]string{
		"楼道堆物、停车位、噪声，住在一起难免有摩擦。":                                                       "",
		"每周三下午，12 月 31 日以前，都可以来谈谈。":                                                    "",
		"Noise, parking, shared walls: come and talk it over before 31 December 2026.": "",
		"2026-12-31 以前，14:00 - 16:00 有人在。":                                             "",
		"第一步先听您说，第二步再请对方来。":                                                            "",
		"请张先生和李女士到办公室来。":                                                               "outreach.field.person",
		"住在三号楼的邻居，请来谈谈漏水的事。":                                                           "outreach.field.dwelling",
		"2单元漏水的事可以来谈。":                                                                 "outreach.field.dwelling",
		"柳树街12号的住户请注意。":                                                                "outreach.field.dwelling",
		"请打 138 1234 5678 找小王。":                                                        "outreach.field.number",
		"身份证 11010519491231002X 的人":                                                    "outreach.field.number",
		"写信到 office@example.org":                                                       "outreach.field.address",
		"Mr. Okafor and his neighbour, please come.":                                   "outreach.field.person",
		"Everybody in apartment 12 is invited.":                                        "outreach.field.dwelling",
		"The people of 14 Willow Street, please come.":                                 "outreach.field.dwelling",
	} {
		if got := aboutSomebody(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
