package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// ShowFile shows a file to more parties than when it was handed in: by the party who gave it, or by the office once that party
// says yes. What was shown stays shown; nobody forgets what was read.
type ShowFile struct {
	Attachment id.ID   `json:"attachment"`
	Party      id.ID   `json:"party,omitzero"`   // who gave it; zero for the office
	With       []id.ID `json:"with,omitempty"`   // to whom it is shown besides
	Shared     bool    `json:"shared,omitempty"` // or every party, those who come later, too
	Agreed     bool    `json:"agreed,omitempty"` // the party who gave it was asked by the office, and says yes
}

// Kind is the machine's event.
func (ShowFile) Kind() casefile.Kind { return "show_file" }

func (x ShowFile) party() id.ID { return x.Party }

type fileShown struct {
	Attachment id.ID   `json:"attachment"`
	Party      id.ID   `json:"party,omitzero"`
	With       []id.ID `json:"with,omitempty"`
	Shared     bool    `json:"shared,omitempty"`
}

var (
	fileThere = Guard{Name: "no_such_file", Holds: is(func(d *decision, x ShowFile) bool {
		f := d.c.attachment(x.Attachment)
		return f != nil && f.Owner == x.Party
	})}
	// A party's file is that person's: the office shows it to nobody without a yes (民法典 art. 1032, 1034).
	giverAgrees = Guard{Name: "file_not_agreed", Holds: is(func(d *decision, x ShowFile) bool {
		return x.Party.IsZero() || d.by.Party == x.Party || x.Agreed
	})}
)

func (x ShowFile) decide(d *decision, s *Step) (any, error) {
	f := d.c.attachment(x.Attachment)
	if len(x.With) == 0 && !x.Shared {
		return nil, fault.Field("with", "form.choose")
	}
	if f.Shared || slices.ContainsFunc(x.With, f.To) {
		return nil, fault.Field("with", "attach.shown")
	}
	if err := d.c.canBeShown(f.Owner, x.With, x.Shared); err != nil {
		return nil, err
	}
	if !x.Shared { // to whom else it was shown before is its giver's matter
		s.Event.Visibility = casefile.Only(Attachment{Owner: f.Owner, With: x.With}.Sees()...)
	}
	return fileShown{x.Attachment, x.Party, x.With, x.Shared}, nil
}

func foldShowFile(c *Case, _ casefile.Event, b fileShown) {
	f := c.attachment(b.Attachment)
	f.With = append(slices.Clone(f.With), b.With...)
	if f.Shared = b.Shared; f.Shared {
		f.With = nil
	}
}
