package open311

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/report"
)

// limits of what a program sends at once; the edge before it lets no more in than that.
var limits = georeport.Limits{Text: 256 << 10, File: 12 << 20, Files: 5}

// form reads the body, adds it to what the address says, and finds out which program asks.
func (s *Server) form(c *call) (georeport.Form, office.Program, *jurisdiction, error) {
	f, err := georeport.ReadForm(c.http.Header.Get("Content-Type"), c.http.Body, limits)
	if err != nil {
		return f, office.Program{}, nil, err
	}
	for _, name := range []string{"api_key", "jurisdiction_id"} {
		if f.Values.Get(name) != "" {
			c.values.Set(name, f.Values.Get(name))
		}
	}
	refused := &fault.Error{Code: fault.Forbidden, Key: "open311.api_key", Field: "api_key"}
	who, err := s.Office.ProgramOf(c.http.Context(), strings.TrimSpace(c.values.Get("api_key")))
	if err != nil {
		if fault.Of(err).Code == fault.Unauthenticated {
			err = refused
		}
		return f, who, nil, err
	}
	j, err := s.of(c)
	if err == nil && j.tenant.ID != who.Tenant {
		err = refused
	}
	if err == nil && s.Allow != nil {
		if ok, wait := s.Allow(who.ID); !ok {
			c.out.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
			err = fault.New(fault.TooMany, "open311.busy")
		}
	}
	return f, who, j, err
}

// file takes a report in.
func (s *Server) file(c *call) error {
	f, who, j, err := s.form(c)
	if err != nil {
		return err
	}
	p, err := georeport.ReadPost(f)
	if err != nil {
		return err
	}
	x, err := j.service(p.ServiceCode)
	if err != nil {
		return err
	}
	if p.Answers, err = questions(x, string(c.lang)).Answers(p.Answers); err != nil {
		return err
	}
	cmd, err := s.submission(c.http.Context(), j, &p)
	if err != nil {
		return err
	}
	cmd.Program = who.ID
	request, err := s.once(c, who, f)
	if err != nil {
		return err
	}
	program := access.Actor{Kind: access.Resident, Tenant: j.tenant.ID, Via: office.Open311, Language: string(c.lang)}
	filed, err := s.Report.Submit(c.http.Context(), program, cmd, request, func(k report.Case, _ id.Code) []byte { return []byte(k.PublicID.String()) })
	if err != nil {
		return renamed(err)
	}
	notice := []string{c.words.Text("open311.received", nil)}
	if k := filed.Case; !filed.Replayed {
		notice = append(notice, s.attach(c, access.Actor{Kind: access.Resident, Tenant: k.Tenant, Case: k.ID, Party: k.Author, Via: office.Open311}, p.Media)...)
	}
	receipt := georeport.Receipt{Notice: strings.Join(append(notice, c.unfetched(p.MediaURL)...), " ")}
	if x.Public {
		receipt.ID = string(filed.Body)
	}
	return c.send(200, georeport.EncodeReceipt(c.format, receipt))
}

// submission is a request in the words of the office. What a media_url says stands under the description, as text that
// whoever handles it reads; linli asks no address for it.
func (s *Server) submission(ctx context.Context, j *jurisdiction, p *georeport.Post) (report.Submit, error) {
	cmd := report.Submit{Category: p.ServiceCode, Text: p.Description, Unit: j.unit, Point: p.Place, Address: p.Address, Answers: p.Answers,
		Name: strings.TrimSpace(p.Contact.FirstName + " " + p.Contact.LastName)}
	cmd.Contact = strings.Join(slices.DeleteFunc([]string{p.Contact.Phone, p.Contact.Email}, func(s string) bool { return s == "" }), ", ")
	cmd.Text = naming(cmd.Text, p.MediaURL)
	if p.AddressID == "" {
		return cmd, nil
	}
	places, err := s.Report.Places(ctx, j.tenant.ID)
	if err != nil {
		return cmd, err
	}
	known, err := id.Parse(p.AddressID)
	listed := err == nil && slices.ContainsFunc(places, func(x report.KnownPlace) bool { return x.ID == known })
	switch {
	case listed:
		cmd.Known = known
	case cmd.Point.IsZero() && cmd.Address == "":
		return cmd, fault.Field("address_id", "open311.place_unknown")
	}
	return cmd, nil
}

// once makes a request that can be repeated. Most clients of Open311 know no Idempotency-Key and send again what they got no
// answer to: for a day the same form of the same program is the same report, and gets the same id.
func (s *Server) once(c *call, who office.Program, f georeport.Form) (*casefile.Request, error) {
	f.Values.Del("api_key")
	what, err := json.Marshal(f) // the names of a map are sorted
	if err != nil {
		return nil, err
	}
	what = slices.Concat([]byte(c.http.Method), []byte(" v2/requests\n"), what)
	key := c.http.Header.Get("Idempotency-Key")
	if key == "" {
		sum := sha256.Sum256(what)
		key = "open311 " + base64.RawStdEncoding.EncodeToString(sum[:])
	}
	return casefile.NewRequest(who.ID, key, what)
}

// naming puts the addresses of pictures under a text, as far as there is room for them.
func naming(text string, addresses []string) string {
	for _, u := range addresses {
		if more := text + "\nmedia_url: " + u; len([]rune(more)) <= georeport.MaxDescription {
			text = strings.TrimSpace(more)
		}
	}
	return text
}

// unfetched says of addresses of pictures that none of them was opened.
func (c *call) unfetched(addresses []string) []string {
	if len(addresses) == 0 {
		return nil
	}
	return []string{c.words.Text("open311.media_not_fetched", nil)}
}

// attach adds the pictures that came with words of an author. The words stand whatever becomes of them; it says where one was left out.
func (s *Server) attach(c *call, author access.Actor, files []georeport.File) (notice []string) {
	for _, f := range files {
		if _, err := s.Report.Upload(c.http.Context(), author, author.Case, f.Name, bytes.NewReader(f.Body)); err != nil {
			notice = []string{c.words.Text("open311.media_unread", nil)}
			if fault.Of(err).Code == fault.Internal {
				s.Log.ErrorContext(c.http.Context(), "open311: a picture", "error", err)
			}
		}
	}
	return notice
}

// fields are the names under which a client sent what the office calls otherwise.
var fields = map[string]string{"category": "service_code", "address": "address_string", "place_id": "address_id", "unit": "jurisdiction_id", "name": "first_name", "contact": "email"}

// renamed puts the client's names of fields in the place of the office's.
func renamed(err error) error {
	var l fault.List
	if !errors.As(err, &l) {
		l = fault.List{fault.Of(err)}
	}
	out := make(fault.List, len(l))
	for i, f := range l {
		name := fields[f.Field]
		if code, ok := strings.CutPrefix(f.Field, "q_"); ok {
			name = "attribute[" + code + "]"
		}
		if out[i] = f; name != "" {
			out[i] = f.At(name)
		}
	}
	return out
}
