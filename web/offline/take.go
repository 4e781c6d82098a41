package offline

import (
	"encoding/json"
	"net/http"

	"linli/platform/fault"
)

// maxTaken is how many things are taken along at once: each is a reading that is written down.
const maxTaken = 10

// things are what the asking account can take along.
func (p *Pages) things(w http.ResponseWriter, r *http.Request) error {
	out := []Thing{}
	for _, f := range p.Forms {
		things, err := f.Things(r)
		if err != nil {
			return err
		}
		out = append(out, things...)
	}
	return answer(w, out)
}

// take gives a device what was chosen.
func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	var asked []Thing
	if err := read(r, &asked); err != nil {
		return err
	}
	if len(asked) == 0 || len(asked) > maxTaken {
		return fault.Field("things", "offline.take_count").With(fault.Args{"max": maxTaken})
	}
	out := []Taken{}
	for _, x := range asked {
		f, err := p.form(x.Form)
		if err != nil {
			return err
		}
		taken, err := f.Take(r, x)
		if err != nil {
			return err
		}
		out = append(out, taken)
	}
	return answer(w, out)
}

func (p *Pages) form(name string) (Form, error) {
	for _, f := range p.Forms {
		if f.Name() == name {
			return f, nil
		}
	}
	return nil, fault.New(fault.NotFound, "fault.not_found")
}

// read reads a JSON body; the edge bounds its size.
func read(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fault.Wrap(fault.Invalid, "offline.unreadable", err)
	}
	return nil
}
