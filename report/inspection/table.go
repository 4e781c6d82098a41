package inspection

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/tabular"
	"linli/rulebook"
)

// Columns are those of the register as a table. An import needs unit, kind and name; a contact is taken in and never given out.
var Columns = []string{"id", "unit", "kind", "name", "area", "lat", "long", "datum", "keeper", "operator", "contact"}

// maxPlaces is how many places one file brings in: they are written together, or not at all.
const maxPlaces = 2000

// Faults of an import.
var (
	ErrNoRun   = fault.New(fault.NotFound, "inspection.import.no_run")
	ErrUndone  = fault.New(fault.Guard, "inspection.import.undone")
	ErrColumns = fault.Field("file", "inspection.import.columns")
	ErrMany    = fault.Field("file", "inspection.import.many").With(fault.Args{"max": maxPlaces})
	ErrTwice   = fault.Field("name", "inspection.import.twice")
)

// Brought is what became of an import. Where a row was rejected, nothing was written.
type Brought struct {
	Run                id.ID
	Rows, New, Changed int
	Unchanged          int
	Unread             []string // columns of the file that the register has no place for, as they are named there
	Rejected           []Rejected
}

// Rejected is a row that the register cannot take.
type Rejected struct {
	Line  int
	Field string // a column; empty: the whole row
	Err   error
}

// UnitCodes are the codes of the units that a table can name.
type UnitCodes map[string]id.ID

// ImportPlaces brings the places of a table into the register, all or nothing, as a run that can be taken back. A place is known
// by its id, or by unit, kind and name. Errors: ErrColumns, ErrMany, those of access, the store's; a row's are in the result.
func (s *Service) ImportPlaces(ctx context.Context, a access.Actor, unit id.ID, units UnitCodes, file []byte) (out Brought, err error) {
	defer wrap(&err, "import places")
	if err := s.Access.Check(a, "inspection.places", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return out, err
	}
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return out, err
	}
	there, err := s.places(ctx, a.Tenant, unit, true)
	if err != nil {
		return out, err
	}
	in := &bringing{s: s, rules: rules, units: units, there: there, allowed: map[id.ID]bool{}, a: a, seen: map[id.ID]bool{}}
	if err := in.read(ctx, file, &out); err != nil || len(out.Rejected) > 0 || len(in.kept) == 0 {
		return out, err
	}
	out.Run = s.IDs.New()
	for i := range in.kept {
		in.kept[i].Place.Run = out.Run
	}
	if err := s.Repo.OpenRun(ctx, a.Tenant, out.Run, unit, s.Clock.Now()); err != nil {
		return out, err
	}
	if err := s.keep(ctx, a.Tenant, in.kept); err != nil {
		return out, err
	}
	return out, s.Repo.CloseRun(ctx, a.Tenant, out.Run, s.Clock.Now(), out.Rows, out.New+out.Changed, out.Unchanged, 0)
}

// bringing is an import while its rows are read.
type bringing struct {
	s       *Service
	a       access.Actor
	rules   *rulebook.Rulebook
	units   UnitCodes
	there   []Place
	allowed map[id.ID]bool
	seen    map[id.ID]bool
	kept    []Kept
}

func (in *bringing) read(ctx context.Context, file []byte, out *Brought) error {
	decode, err := tabular.Detect(bytes.NewReader(file))
	if err != nil {
		return err
	}
	records, err := tabular.NewRecords(bytes.NewReader(file), decode)
	if errors.Is(err, io.EOF) || errors.Is(err, tabular.ErrHeader) {
		return ErrColumns
	}
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i, name := range records.Header {
		at[tabular.Fold(name)] = i
		if name != "" && !slices.Contains(Columns, tabular.Fold(name)) {
			out.Unread = append(out.Unread, name)
		}
	}
	for _, need := range []string{"unit", "kind", "name"} {
		if _, ok := at[need]; !ok {
			return ErrColumns
		}
	}
	for {
		record, err := records.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if out.Rows++; out.Rows > maxPlaces {
			return ErrMany
		}
		if err := in.row(ctx, record, at, out); err != nil {
			out.Rejected = append(out.Rejected, Rejected{record.Line, fault.Of(err).Field, err})
		}
	}
}

func (in *bringing) row(ctx context.Context, record tabular.Record, at map[string]int, out *Brought) error {
	if record.Trouble != tabular.Fine {
		return fault.New(fault.Invalid, record.Trouble.Reason().Key())
	}
	cell := func(name string) string {
		i, ok := at[name]
		if !ok || i >= len(record.Fields) {
			return ""
		}
		return strings.TrimPrefix(strings.TrimSpace(record.Fields[i]), "'")
	}
	p := Place{Kind: cell("kind"), Area: cell("area"), Keeper: access.PostKind(cell("keeper")), Operator: cell("operator")}
	p.Name = cell("name")
	if p.Keeper == "" {
		p.Keeper = access.Inspector
	}
	unit, ok := in.units[strings.ToUpper(cell("unit"))]
	if !ok || !in.may(unit) {
		return fault.Field("unit", "form.choose")
	}
	p.Unit = unit
	if cell("lat") != "" || cell("long") != "" {
		var err error
		datum := geo.WGS84
		if d := cell("datum"); d != "" {
			datum = geo.Datum(strings.ToLower(d))
		}
		if p.Point, err = geo.Read(cell("lat"), cell("long"), datum); err != nil {
			return err
		}
	}
	if err := p.Check(in.rules, cell("contact")); err != nil {
		return err
	}
	was := in.known(cell("id"), &p)
	if was != nil {
		if in.seen[was.ID] {
			return ErrTwice
		}
		in.seen[was.ID] = true
		if !in.may(was.Unit) {
			return fault.Field("unit", "form.choose")
		}
		if same(was, &p) && cell("contact") == "" {
			out.Unchanged++
			return nil
		}
		former, err := json.Marshal(was.former())
		if err != nil {
			return err
		}
		p.ID, p.Version, p.Key, p.HasContact, p.Former = was.ID, was.Version, was.Key, was.HasContact, former
		out.Changed++
	} else {
		if slices.ContainsFunc(in.kept, func(k Kept) bool { return k.Place.Unit == p.Unit && k.Place.Kind == p.Kind && k.Place.Name == p.Name }) {
			return ErrTwice
		}
		out.New++
	}
	k, err := in.s.kept(ctx, in.a.Tenant, p, cell("contact"))
	in.kept = append(in.kept, k)
	return err
}

func (in *bringing) may(unit id.ID) bool {
	ok, asked := in.allowed[unit]
	if !asked {
		ok = in.s.Access.Check(in.a, "inspection.places", access.Facts{Tenant: in.a.Tenant, Unit: unit, Kind: Capability}) == nil
		in.allowed[unit] = ok
	}
	return ok
}

// known is the place of the register that a row is about, or nil.
func (in *bringing) known(named string, p *Place) *Place {
	i := slices.IndexFunc(in.there, func(x Place) bool {
		return named != "" && x.ID.String() == named || named == "" && x.Unit == p.Unit && x.Name == p.Name && (x.Kind == p.Kind || x.Kind == "")
	})
	if i < 0 {
		return nil
	}
	return &in.there[i]
}

func same(a, b *Place) bool {
	return a.Unit == b.Unit && a.Kind == b.Kind && a.Name == b.Name && a.Area == b.Area && a.Point == b.Point && a.Keeper == b.Keeper && a.Operator == b.Operator && a.ClosedAt.IsZero()
}

// formerly is what an import kept of a place, to be put back.
type formerly struct {
	Unit     id.ID           `json:"unit"`
	Kind     string          `json:"kind"`
	Name     string          `json:"name"`
	Area     string          `json:"area,omitempty"`
	Point    geo.Point       `json:"point,omitzero"`
	Keeper   access.PostKind `json:"keeper,omitempty"`
	Operator string          `json:"operator,omitempty"`
	Ended    bool            `json:"ended,omitempty"`
}

func (p *Place) former() formerly {
	return formerly{p.Unit, p.Kind, p.Name, p.Area, p.Point, p.Keeper, p.Operator, !p.ClosedAt.IsZero()}
}

// UndoPlaces takes an import back: what it brought in is gone, or ended where somebody has looked at it since; what it changed is
// as it was, and what somebody changed after it stays. A contact that was destroyed does not come back. It returns how many
// places it touched. Errors: ErrNoRun, ErrUndone, those of access.
func (s *Service) UndoPlaces(ctx context.Context, a access.Actor, unit, run id.ID) (n int, err error) {
	defer wrap(&err, "undo import")
	if err := s.Access.Check(a, "inspection.places", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return 0, err
	}
	undone, err := s.Repo.Run(ctx, a.Tenant, run)
	if err != nil {
		return 0, err
	}
	if !undone.IsZero() {
		return 0, ErrUndone
	}
	all, err := s.places(ctx, a.Tenant, unit, true)
	if err != nil {
		return 0, err
	}
	var back []Kept
	for _, p := range all {
		if p.Run != run {
			continue
		}
		k, err := s.takenBack(ctx, a.Tenant, p)
		if err != nil {
			return 0, err
		}
		back = append(back, k)
	}
	if err := s.keep(ctx, a.Tenant, back); err != nil {
		return 0, err
	}
	return len(back), s.Repo.EndUndo(ctx, a.Tenant, run, s.Clock.Now())
}

func (s *Service) takenBack(ctx context.Context, tenant id.ID, p Place) (Kept, error) {
	if len(p.Former) == 0 {
		k := ended(p, s.Clock.Now())
		k.Place.Run = id.ID{}
		looked, err := s.Repo.OfPlace(ctx, tenant, p.ID, 1)
		k.Gone = len(looked) == 0
		return k, err
	}
	var was formerly
	if err := json.Unmarshal(p.Former, &was); err != nil {
		return Kept{}, fmt.Errorf("read what a place was: %w", err)
	}
	p.Version, p.Run, p.Former = p.Version+1, id.ID{}, nil
	p.Unit, p.Kind, p.Name, p.Area, p.Point, p.Keeper, p.Operator = was.Unit, was.Kind, was.Name, was.Area, was.Point, was.Keeper, was.Operator
	if was.Ended {
		return ended(Place{KnownPlace: p.KnownPlace, Version: p.Version - 1, Kind: p.Kind, Area: p.Area, Keeper: p.Keeper, Operator: p.Operator, HasContact: p.HasContact, Key: p.Key}, s.Clock.Now()), nil
	}
	return Kept{Place: p}, nil
}

// ExportPlaces writes the register as a table that [Service.ImportPlaces] reads again: without the contacts.
func (s *Service) ExportPlaces(ctx context.Context, a access.Actor, unit id.ID, units UnitCodes, out io.Writer) (err error) {
	defer wrap(&err, "export places")
	all, err := s.Register(ctx, a, unit, false)
	if err != nil {
		return err
	}
	names := map[id.ID]string{}
	for code, u := range units {
		names[u] = code
	}
	w := csv.NewWriter(out)
	if err := w.Write(Columns); err != nil {
		return err
	}
	for _, p := range all {
		lat, long, datum := "", "", ""
		if !p.Point.IsZero() {
			lat, long, datum = geo.Degrees(p.Point.Lat), geo.Degrees(p.Point.Long), string(geo.WGS84)
		}
		if err := w.Write([]string{p.ID.String(), names[p.Unit], p.Kind, plain(p.Name), plain(p.Area), lat, long, datum, string(p.Keeper), plain(p.Operator), ""}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// plain keeps a spreadsheet from reading a text as a formula; an import takes the apostrophe off again.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r'＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
