package page

import (
	"errors"
	"fmt"
	"html/template"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// functions are what a template can say. All of them speak the language of the present reader.
func (p *press) functions() template.FuncMap {
	f := template.FuncMap{
		"t":          p.text,
		"message":    p.message,
		"date":       func(t time.Time) string { return p.locale.Date(t) },
		"longdate":   func(t time.Time) string { return p.locale.LongDate(t) },
		"shortday":   func(t time.Time) string { return p.locale.ShortDate(t) },
		"datetime":   func(t time.Time) string { return p.locale.DateTime(t) },
		"clock":      func(t time.Time) string { return p.locale.Time(t) },
		"left":       func(t time.Time) string { return p.locale.Left(t, p.renderer.config.Clock.Now()) },
		"late":       func(t time.Time) bool { return t.Before(p.renderer.config.Clock.Now()) },
		"stamp":      func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"money":      func(minor int64, currency string) string { return p.locale.Money(minor, currency) },
		"currency":   func(code string) string { return p.locale.Currency(code) },
		"cited":      func(key, law, article string) string { return p.locale.Cited(key, law, article) },
		"number":     func(n any) (string, error) { return p.number(n) },
		"percent":    func(x float64, decimals int) string { return p.locale.Percent(x, decimals) },
		"list":       func(items []string) string { return p.locale.List(items) },
		"dir":        direction,
		"standsIn":   p.standsIn,
		"language":   func(l i18n.Language) string { return p.renderer.config.Texts.Name(l) },
		"lang":       func() i18n.Language { return p.locale.Language },
		"code":       showCode,
		"asset":      func(name string) string { return p.renderer.config.Asset(name) },
		"part":       p.part,
		"show":       p.showAny,
		"form":       p.openForm,
		"items":      func(items ...any) []any { return items },
		"row":        summaryRow,
		"option":     option,
		"task":       task,
		"tab":        tab,
		"join":       func(parts ...any) string { return fmt.Sprint(parts...) },
		"heading":    heading,
		"attr":       attributes,
		"noticeType": noticeType,
		"visit":      func() *Visit { return p.visit },
	}
	p.components(f)
	return f
}

// standsIn is the language of papers for a reader whose own is a pack's; empty for all others.
func (p *press) standsIn() i18n.Language {
	if over := p.renderer.config.Texts.Whole(p.locale.Language); over != p.locale.Language {
		return over
	}
	return ""
}

// text looks a message up; its arguments follow as name and value.
func (p *press) text(key string, pairs ...any) (string, error) {
	args, err := arguments(pairs)
	if err != nil {
		return "", fmt.Errorf("text %s: %w", key, err)
	}
	return p.message(key, args)
}

// message is text for a key and arguments that a handler chose.
func (p *press) message(key string, args fault.Args) (string, error) {
	if p.renderer.config.Strict {
		return p.locale.Lookup(key, args)
	}
	return p.locale.Text(key, args), nil
}

func arguments(pairs []any) (fault.Args, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("a name has no value")
	}
	args := fault.Args{}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("%v is not the name of an argument", pairs[i])
		}
		args[name] = pairs[i+1]
	}
	return args, nil
}

func (p *press) number(n any) (string, error) {
	switch n := n.(type) {
	case int:
		return p.locale.Number(int64(n)), nil
	case int64:
		return p.locale.Number(n), nil
	case float64:
		return p.locale.Decimal(n, -1), nil
	default:
		return "", fmt.Errorf("%T is not a number", n)
	}
}

// showCode shows a tracking code so that it can be read aloud and copied, and is not broken over lines.
func showCode(c id.Code) template.HTML {
	return template.HTML(`<span class="linli-code" translate="no">` + template.HTMLEscapeString(c.String()) + `</span>`) //nolint:gosec // escaped
}

// openForm begins a form that is sent with POST: its token against forgery and the key that makes sending it twice
// harmless. The template closes it with </form>. Options are attributes as name and value.
func (p *press) openForm(action string, pairs ...any) (template.HTML, error) {
	args, err := arguments(pairs)
	if err != nil {
		return "", fmt.Errorf("form %s: %w", action, err)
	}
	return p.show(&formStart{Action: action, CSRF: p.visit.CSRF, Key: p.renderer.config.NewKey(), Attributes: Attributes(args)})
}

type formStart struct {
	Action, CSRF, Key string
	Attributes        Attributes
}

func (*formStart) template() string { return "form" }
func (*formStart) prepare(*press)   {}

// showAny shows a component that a handler built.
func (p *press) showAny(v any) (template.HTML, error) {
	c, err := asComponent(v)
	if err != nil {
		return "", err
	}
	return p.show(c)
}

func noticeType(n Notice) string {
	if n.Success {
		return "success"
	}
	return ""
}

// direction is in which direction a language is written, for the attribute dir: of linli's own languages or of a BCP 47 tag, as an
// agreement's text may be in any.
func direction(tag any) string { return i18n.Direction(fmt.Sprint(tag)) }
