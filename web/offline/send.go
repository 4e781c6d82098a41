package offline

import (
	"errors"
	"net/http"

	"linli/platform/fault"
	"linli/web/page"
)

// send takes one draft. What the draft's author can mend, decide or wait for is an answer; what linli cannot do now is an
// error, after which the device sends the draft again.
func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	var d Draft
	if err := read(r, &d); err != nil {
		return err
	}
	f, err := p.form(d.Form)
	if err != nil {
		return err
	}
	said, err := f.Send(r, d)
	if err != nil {
		if said, err = p.told(r, f.Labels(), err); err != nil {
			return err
		}
	}
	return answer(w, said)
}

// told is an error as its author reads it, or the error itself where it is none of the author's.
func (p *Pages) told(r *http.Request, labels map[string]string, err error) (Answer, error) {
	v := page.Of(r)
	locale := p.Texts.For(v.Language, v.Zone)
	say := func(f *fault.Error) string {
		label := f.Field
		if key, ok := labels[f.Field]; ok {
			label = locale.Text(key, nil)
		}
		return locale.Fault(f, label)
	}
	first := fault.Of(err)
	out := Answer{Outcome: Refused, Reason: say(first), Field: first.Field}
	all := fault.List{first}
	errors.As(err, &all)
	for _, f := range all {
		if f.Field != "" {
			out.Wrong = append(out.Wrong, Wrong{f.Field, say(f)})
		}
	}
	switch fault.Of(err).Code {
	case fault.Conflict:
		out.Outcome = Waits
	case fault.Invalid, fault.Guard, fault.Reused, fault.NotFound, fault.Forbidden, fault.TooLarge:
	default:
		return Answer{}, err
	}
	return out, nil
}
