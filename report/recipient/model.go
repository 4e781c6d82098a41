package recipient

import (
	"time"

	"linli/platform/id"
	"linli/platform/vault"
)

// Office is another office's server.
type Office struct {
	ID           id.ID             `json:"-"`
	Version      int64             `json:"-"`
	Name         string            `json:"name"`                   // as the reporter reads it
	URL          string            `json:"url"`                    // of the endpoint, without the last part: https://city.example.org/open311/v2
	Jurisdiction string            `json:"jurisdiction,omitempty"` // jurisdiction_id, where the endpoint serves several
	Key          []byte            `json:"key,omitempty"`          // api_key, sealed; empty: the server takes reports without one
	Takes        map[string]string `json:"takes"`                  // its service_code, by the category of the rulebook
	Updates      bool              `json:"updates,omitempty"`      // it speaks mySociety's updates beside GeoReport v2
	Made         time.Time         `json:"made"`
	Paused       time.Time         `json:"paused,omitzero"`
	Removed      time.Time         `json:"removed,omitzero"`
}

// runs reports whether reports can be sent to it now.
func (o Office) runs() bool { return o.Paused.IsZero() && o.Removed.IsZero() }

// Fields are the rows of the field table for recipients. No person stands in them.
func Fields() []vault.Field {
	return vault.Columns("recipient",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the other office"},
		vault.Needed{Name: "version", Why: "a change is decided on one version"},
		vault.Needed{Name: "body", Why: "the name and address of another office, what it takes, and the key that it gave, which is sealed under the tenant's key"})
}
