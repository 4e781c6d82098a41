package notify

import (
	"testing"

	"linli/platform/id"
	"linli/platform/job"
)

func TestNoticeCheck(t *testing.T) {
	staff := Notice{Tenant: number(1), ID: number(2), Account: number(3), Key: "notify.list.title", Args: job.Payload{"case": number(4).String()}, At: now}
	resident := Notice{Tenant: number(1), ID: number(2), Case: number(4), Party: number(5), Key: "notify.list.title", At: now}
	for _, n := range []Notice{staff, resident} {
		if err := n.Check(); err != nil {
			t.Error(err)
		}
	}
	for name, edit := range map[string]func(*Notice){
		"nobody":             func(n *Notice) { n.Account = id.ID{} },
		"two addressees":     func(n *Notice) { n.Party = number(5) },
		"a party of no case": func(n *Notice) { n.Account, n.Party = id.ID{}, number(5) },
		"a sentence":         func(n *Notice) { n.Key = "Wang Wei wrote" },
		"a name as argument": func(n *Notice) { n.Args = job.Payload{"who": "王伟"} },
		"no time":            func(n *Notice) { n.At = n.ReadAt },
	} {
		n := staff
		edit(&n)
		if n.Check() == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
