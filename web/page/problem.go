package page

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"linli/platform/fault"
	"linli/platform/i18n"
)

// Problem is a fault as RFC 9457 tells it to a program, in the form of the API's problems: a program reads both alike.
type Problem struct {
	Type     string         `json:"type"` // urn:linli:problem:<code>
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail"`
	Instance string         `json:"instance,omitempty"` // urn:linli:request:<id>
	Code     string         `json:"code"`
	Key      string         `json:"key"`
	Field    string         `json:"field,omitempty"`
	Errors   []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one fault of several.
type ProblemField struct {
	Field  string `json:"field,omitempty"`
	Key    string `json:"key"`
	Detail string `json:"detail"`
}

// ProblemOf tells an error in the reader's language. Only faults are told; of any other error the reader learns no more
// than that linli failed.
func ProblemOf(locale i18n.Locale, err error, requestID string) Problem {
	f := fault.Of(err)
	p := Problem{
		Type:   "urn:linli:problem:" + string(f.Code),
		Code:   string(f.Code),
		Title:  locale.Text(titleKey(f.Code), nil),
		Status: f.Code.Status(),
		Detail: locale.Fault(f, ""),
		Key:    f.Key,
		Field:  f.Field,
	}
	if requestID != "" {
		p.Instance = "urn:linli:request:" + requestID
	}
	var list fault.List
	if errors.As(err, &list) {
		for _, e := range list {
			p.Errors = append(p.Errors, ProblemField{Field: e.Field, Key: e.Key, Detail: locale.Fault(e, "")})
		}
	}
	return p
}

func titleKey(c fault.Code) string { return "fault.title." + string(c) }

// errorPage is the value of the page "error".
type errorPage struct {
	Title  string
	Detail string
	Help   string
	ID     string
	Errors []ProblemField
}

// RenderError answers with the error page in the reader's language, or with a problem document if the reader is a
// program or the address is for programs. Failures of linli itself are logged with their cause; refusals are not failures.
func (r *Renderer) RenderError(w http.ResponseWriter, req *http.Request, err error) {
	v := Of(req)
	f := fault.Of(err)
	if f.Code == fault.Internal || f.Code == fault.Unavailable {
		r.config.Log.LogAttrs(req.Context(), slog.LevelError, "request failed",
			slog.String("request", v.RequestID), slog.String("code", string(f.Code)), slog.Any("error", err))
	}
	if guards(f) && !v.Unlogged {
		r.config.Log.LogAttrs(req.Context(), slog.LevelInfo, "refused", slog.String("request", v.RequestID), slog.String("code", string(f.Code)), slog.String("by", f.Key))
	}
	p := ProblemOf(r.config.Texts.For(v.Language, v.Zone), err, v.RequestID)
	if v.Program || WantsJSON(req) {
		body, err := json.Marshal(p)
		if err != nil {
			http.Error(w, http.StatusText(p.Status), p.Status)
			return
		}
		send(w, req, p.Status, "application/problem+json", body)
		return
	}
	help := "fault.help.refused"
	if p.Status >= http.StatusInternalServerError {
		help = "fault.help.failed"
	}
	body, failed := r.Bytes(req, "error", errorPage{
		Title: p.Title, Detail: p.Detail, Help: help, ID: v.RequestID, Errors: p.Errors,
	})
	if failed != nil {
		r.config.Log.LogAttrs(req.Context(), slog.LevelError, "the error page failed", slog.Any("error", failed))
		send(w, req, p.Status, "text/plain; charset=utf-8", []byte(p.Title+"\n"+p.Detail+"\n"))
		return
	}
	send(w, req, p.Status, "text/html; charset=utf-8", body)
}

// guards reports whether a refusal is that of a control of security: of rights, of the sign-in, of what stands before the
// handlers, of a limit. The line in the log says which, under the number of the request (ASVS 5.0 V16.3.2, V16.3.3). What
// the rules of a case refuse is no such thing, and would tell of the case.
func guards(f *fault.Error) bool {
	return slices.Contains([]fault.Code{fault.Unauthenticated, fault.TooMany, fault.TooLarge}, f.Code) ||
		slices.ContainsFunc([]string{"access.", "edge.", "signin."}, func(area string) bool { return strings.HasPrefix(f.Key, area) })
}

// WantsJSON reports whether a request asks for JSON rather than for a page: of the media types it accepts, the first
// that linli knows decides, as browsers put text/html first.
func WantsJSON(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, _, _ := strings.Cut(part, ";")
		switch kind = strings.TrimSpace(strings.ToLower(kind)); {
		case kind == "text/html", kind == "application/xhtml+xml":
			return false
		case kind == "application/json", strings.HasSuffix(kind, "+json") && strings.HasPrefix(kind, "application/"):
			return true
		}
	}
	return false
}
