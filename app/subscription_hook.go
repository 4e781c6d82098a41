package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/job"
	"linli/platform/outbound"
	"linli/report/subscription"
)

// The messages to a program that follows the public list, as Standard Webhooks name them.
const (
	hookChallenge = "subscription.challenge"
	hookReports   = "public.reports"
)

// hookTries is how often a program is tried at one time before that day is given up.
const hookTries = 3

// posted tells a program that follows the public list: a challenge that it echoes, which confirms that it wants the messages, or the ids of what
// was published since it was told last. One that says that it is gone is forgotten, and so is one that cannot be reached for a week.
func (a *App) posted(ctx context.Context, j job.Job, x subscription.Subscription, to subscription.Letter) error {
	asks, data, until := j.Payload["what"] == subscription.Asks, map[string]any{}, x.Told
	kind, challenge := hookReports, rand.Text()
	if asks {
		kind, data["challenge"] = hookChallenge, challenge
	} else {
		rows, err := a.news(ctx, j.Tenant, x)
		if err != nil || len(rows) == 0 {
			return err
		}
		var ids []string
		for _, r := range rows {
			ids = append(ids, r.ID.String())
		}
		data["ids"], until = ids, rows[0].Since
	}
	now := a.Clock.Now()
	body, err := json.Marshal(map[string]any{"type": kind, "timestamp": now.UTC().Format(time.RFC3339), "data": data})
	if err != nil {
		return err
	}
	status, said, err := a.FollowsOut.Call(ctx, to.Address, outbound.Message{ID: "msg_" + strings.ReplaceAll(j.ID.String(), "-", ""), At: now, Body: body, Secrets: [][]byte{to.Secret}})
	switch {
	case status == http.StatusGone:
		return a.Follows.Drop(ctx, j.Tenant, x)
	case err == nil && asks && bytes.Contains(said, []byte(challenge)):
		return a.Follows.Echoed(ctx, j.Tenant, x)
	case err == nil && !asks:
		return a.Follows.Told(ctx, j.Tenant, x, until)
	case j.Attempts < hookTries:
		return fault.New(fault.Unavailable, "webhook.failed.unreachable")
	case asks: // its two days end by themselves
		return nil
	}
	return a.Follows.Missed(ctx, j.Tenant, x)
}
