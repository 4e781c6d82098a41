package bench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"

	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
)

const referralsPath = "/api/v1/referrals"

// theRequest is the row of a request for help, and of the service that it is referred to.
func theRequest(sql string) bool {
	return strings.HasPrefix(sql, "select body, version from referral") || strings.Contains(sql, "from directory_object")
}

// need is an ordinary invented request.
func (w *world) need() referral.Ask {
	return referral.Ask{Unit: w.unit, Needs: []string{"legal_aid"}, Name: "李桂兰", Contact: "021-5550 0000", Language: "zh-Hans",
		Text: "楼上漏水一年多，顶棚和衣柜都坏了，想请律师看看能不能要回修理费，请不起。"}
}

// helping takes new requests for help up and refers each to one of the services, in four acts: taken, a step of the plan, referred,
// written to. All that is asked of the directory is one service by its id.
func (w *world) helping(ctx context.Context, r *runner) error {
	const acts = 4
	each := max(r.ops/acts, 1)
	found, err := w.app.Directory.Find(ctx, w.tenant, directory.Query{Kind: directory.KindService, Text: help(0), Listed: true}, id.ID{}, 50)
	if err != nil {
		return err
	}
	asked := make([]id.ID, each/5+each*r.repeats+1)
	err = w.mirror(ctx, func() error {
		anybody := access.Actor{Kind: access.Resident, Tenant: w.tenant, Via: "web"}
		return parallel(len(asked), 2*connections, func(i int) error {
			out, err := w.app.Referral.Ask(ctx, anybody, w.need(), nil)
			asked[i] = out.Case.ID
			return err
		})
	})
	if err != nil {
		return err
	}
	cs, end, err := clients(ctx, w.addr, w.auth("helper"), connections)
	if err != nil {
		return err
	}
	defer end()
	var next atomic.Int64
	f, err := w.beside(ctx, r, each, theRequest, func(worker, i int) error {
		of := asked[next.Add(1)-1]
		service := found.Entries[max(i, -i)%len(found.Entries)].ID
		for _, cmd := range []referral.Command{referral.Take{Apart: true}, referral.AddStep{Text: "周四上午带上维修单再来一次。"},
			referral.Refer{Service: service, Need: "legal_aid", Lines: []string{referral.LineName, referral.LineWords}, Words: "想请律师看看维修单和照片。"},
			referral.Write{Text: "已经替您找到一处，请看一下要告诉他们哪些内容。"}} {
			body, err := json.Marshal(cmd)
			if err != nil {
				return err
			}
			if err := cs[worker].do(http.MethodPost, referralsPath+"/"+of.String()+"/"+string(cmd.Kind()), rand.Text(), body, http.StatusOK); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range f.values {
		f.values[i], f.floors[i] = f.values[i]*acts, f.floors[i]*acts
	}
	for i := range f.each {
		f.each[i] /= acts
	}
	r.report(f.result("directory.act", w, perSecond))
	return nil
}
