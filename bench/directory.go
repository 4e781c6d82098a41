package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"linli/platform/id"
)

// What the services of the benchmark are called, and how many organisations and places they have among them.
var helps = []string{"法律援助", "食物援助", "就业培训", "住房咨询", "心理辅导", "辅具租借", "托儿照护", "入学协助", "债务咨询", "证件办理"}

const (
	perOrganization = 20
	perPlace        = 4
	perTown         = 100 // services of which one town's name is part
)

// directories brings services in, in the tabular form of HSDS, until there are as many as the size says: each with its part of an
// organisation, a place and where it is given. It measures the import, a page of what is found by the kind of help and the town, and
// one of what is found by the kind of help alone, of which there is a tenth of all services; both with how many there are in all; then the
// acts that help somebody to one of them.
func directories(ctx context.Context, r *runner, w *world) error {
	for _, n := range r.sizes {
		began, before := time.Now(), w.size
		var rss [2]float64
		rows := 0
		for i, until := range []int{before + (n-before)/10, n} {
			brought, err := w.offer(ctx, until-w.size)
			if err != nil {
				return fmt.Errorf("importing to %d: %w", until, err)
			}
			rows += brought
			rss[i] = resident("self")
		}
		took := time.Since(began)
		fmt.Fprintf(r.log, "directory: %d rows of %d services in %s; %.0f MB after a tenth of them, %.0f MB after all\n", rows, n-before, took.Round(time.Second), rss[0], rss[1])
		r.report((&figures{values: []float64{float64(rows) / took.Seconds()}}).result("directory.import", w, perSecond),
			(&figures{values: []float64{rss[1]}, floors: []float64{rss[0]}}).result("directory.memory", w, megabytes))
		if err := w.restart(ctx); err != nil {
			return err
		}
		if err := w.searching(ctx, r, "directory.search", r.ops, w.wanted); err != nil {
			return fmt.Errorf("a search at %d: %w", n, err)
		}
		if err := w.searching(ctx, r, "directory.broad", max(r.ops/10, connections), help); err != nil {
			return fmt.Errorf("a broad search at %d: %w", n, err)
		}
		if err := w.helping(ctx, r); err != nil {
			return fmt.Errorf("acts of help at %d: %w", n, err)
		}
	}
	return nil
}

// town is the name of the i-th town: of two characters of fifty.
func town(i int) string {
	c := []rune("柳松石河桥山林溪泉塘湖岭坪湾沟坝庄寨店铺东西南北上下前后新老大小长高平安永兴福祥金银青白龙凤竹梅云雾")
	return string([]rune{c[i/len(c)%len(c)], c[i%len(c)]}) + "镇"
}

// help is a kind of help.
func help(i int) string { return helps[max(i, -i)%len(helps)] }

// wanted is a kind of help in one town.
func (w *world) wanted(i int) string {
	return help(i) + " " + town(max(i, -i)%max(1, w.size/perTown))
}

// searching has residents look for services, so many times. The floor reads the same rows.
func (w *world) searching(ctx context.Context, r *runner, name string, ops int, words func(i int) string) error {
	cs, end, err := clients(ctx, w.addr, "Accept-Language: zh-Hans", connections)
	if err != nil {
		return err
	}
	defer end()
	f, err := w.beside(ctx, r, ops, func(sql string) bool { return strings.Contains(sql, "directory_") }, func(worker, i int) error {
		body, err := json.Marshal(map[string]string{"search": words(i), "per_page": "25"})
		if err != nil {
			return err
		}
		return cs[worker].do(http.MethodPost, "/hsds/services", "", body, http.StatusOK)
	})
	if err != nil {
		return err
	}
	r.report(f.result(name, w, perSecond))
	return nil
}

// offer brings so many new services in, with what belongs to them, and returns how many rows that were.
func (w *world) offer(ctx context.Context, n int) (rows int, err error) {
	t, err := w.app.Office.TenantByID(ctx, w.tenant)
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "linli-bench-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	if err := tables(dir, w.app.IDs, w.size, n); err != nil {
		return 0, err
	}
	done, err := w.app.ImportHSDS(ctx, t, dir, nil)
	if err != nil {
		return 0, err
	}
	if done.Accepted != done.Rows || done.Rows < n {
		return 0, fmt.Errorf("of %d rows %d were accepted", done.Rows, done.Accepted)
	}
	w.size += n
	return done.Rows, nil
}

// tables writes invented services as a tabular package, line by line: what is held of them would count as the import's.
func tables(dir string, ids *id.Source, first, n int) (err error) {
	heads := [...][2]string{{"organization.csv", "id,name,description"}, {"service.csv", "id,organization_id,name,description,status"},
		{"location.csv", "id,location_type,name,latitude,longitude"}, {"service_at_location.csv", "id,service_id,location_id"}}
	var out [len(heads)]*bufio.Writer
	for i, head := range heads {
		f, e := os.OpenFile(filepath.Join(dir, head[0]), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if e != nil {
			return e
		}
		out[i] = bufio.NewWriter(f)
		defer func() { err = errors.Join(err, out[i].Flush(), f.Close()) }()
		fmt.Fprintln(out[i], head[1])
	}
	organizations, services, places, given := out[0], out[1], out[2], out[3]
	var organization, place id.ID
	for i := range n {
		if i%perOrganization == 0 {
			organization = ids.New()
			fmt.Fprintf(organizations, "%s,第%d服务中心,为居民提供免费服务。\n", organization, (first+i)/perOrganization)
		}
		if i%perPlace == 0 {
			place = ids.New()
			fmt.Fprintf(places, "%s,physical,第%d服务点,%.6f,%.6f\n", place, (first+i)/perPlace, 31.0+float64((first+i)%5000)/1e4, 121.0+float64((first+i)%4999)/1e4)
		}
		service := ids.New()
		fmt.Fprintf(services, "%s,%s,%s%s,周一至周五可以前来，不收费用，请带身份证件。,active\n", service, organization, town((first+i)/perTown), helps[(first+i)%len(helps)])
		fmt.Fprintf(given, "%s,%s,%s\n", ids.New(), service, place)
	}
	return nil
}
