package georeport

import (
	"slices"
	"strings"
	"time"
)

// Status is where a request stands in the finer words of mySociety's updates.
type Status string

// The statuses of updates.
const (
	StatusOpen          Status = "open"
	StatusInvestigating Status = "investigating"
	StatusPlanned       Status = "planned"
	StatusScheduled     Status = "action_scheduled"
	StatusInProgress    Status = "in_progress"
	StatusReferred      Status = "internal_referral"
	StatusTriage        Status = "for_triage"
	StatusReopen        Status = "reopen"
	StatusUnchanged     Status = "unchanged"
	StatusFixed         Status = "fixed"
	StatusClosed        Status = "closed"
	StatusDuplicate     Status = "duplicate"
	StatusElsewhere     Status = "not_councils_responsibility"
	StatusNoAction      Status = "no_further_action"
	StatusCancelled     Status = "cancelled"
)

// Statuses lists every status, those under which a request is open first.
var Statuses = []Status{StatusOpen, StatusInvestigating, StatusPlanned, StatusScheduled, StatusInProgress, StatusReferred, StatusTriage, StatusReopen,
	StatusUnchanged, StatusFixed, StatusClosed, StatusDuplicate, StatusElsewhere, StatusNoAction, StatusCancelled}

// ReadStatus reads a status in small or capital letters; older servers put spaces or hyphens between words.
func ReadStatus(s string) (Status, bool) {
	status := Status(strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(s))))
	return status, slices.Contains(Statuses, status)
}

// Update is what happened to a request since: mySociety's extension.
type Update struct {
	ID          string
	RequestID   string
	Status      Status
	Updated     time.Time
	Description string
	MediaURL    string
}

// EncodeUpdates writes servicerequestupdates.xml or .json.
func EncodeUpdates(f Format, updates []Update) []byte {
	return encode(f, listOf("service_request_updates", updates, func(u Update) node {
		return objectOf("request_update", text("update_id", u.ID), text("service_request_id", u.RequestID), text("status", string(u.Status)),
			instant("updated_datetime", u.Updated), text("description", u.Description), text("media_url", u.MediaURL))
	}))
}

// EncodeUpdateReceipt writes the answer to an update that was sent. notice says what was not done with it; where it says
// something it stands under the name that the answer to a request has for it.
func EncodeUpdateReceipt(f Format, updateID, notice string) []byte {
	parts := []node{text("update_id", updateID)}
	if notice != "" {
		parts = append(parts, text("service_notice", notice))
	}
	return encode(f, listOf("service_request_updates", []node{objectOf("request_update", parts...)}, same))
}

// DecodeUpdates reads another server's, in the order of their dates, and those of one date in the order in which they came:
// servers send them out of order. One without an id, a request or a date is left out, and one whose status is not known
// changes none.
func DecodeUpdates(f Format, body []byte) ([]Update, error) {
	root, err := parse(f, body)
	if err != nil {
		return nil, err
	}
	var out []Update
	for _, u := range root.items("service_request_updates") {
		status, known := ReadStatus(u.text("status"))
		if !known {
			status = StatusUnchanged
		}
		one := Update{ID: u.text("update_id"), RequestID: u.text("service_request_id"), Status: status, Updated: u.instant("updated_datetime"),
			Description: u.text("description"), MediaURL: u.text("media_url")}
		if one.ID != "" && one.RequestID != "" && !one.Updated.IsZero() {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b Update) int { return a.Updated.Compare(b.Updated) })
	return out, nil
}
