package document

import (
	"fmt"
	"reflect"
	"strings"
	"text/template"
	"time"
)

// Days writes instants in the reader's way and in the office's zone; i18n.Locale does.
type Days interface {
	Date(time.Time) string
	DateTime(time.Time) string
	Time(time.Time) string
}

// functions are what a template may call beside the language's own. A template is parsed with a nil locale.
func functions(language string, locale Locale) template.FuncMap {
	return template.FuncMap{
		"conceal":  conceal,
		"through":  through,
		"date":     func(t any) (string, error) { return day(t, func(t time.Time) string { return locale.Date(t) }) },
		"datetime": func(t any) (string, error) { return day(t, func(t time.Time) string { return locale.DateTime(t) }) },
		"clock":    func(t any) (string, error) { return day(t, func(t time.Time) string { return locale.Time(t) }) },
		"list":     func(items any) (string, error) { return list(items, locale) },
		"field":    field,
		"money":    func(minor any, currency string) (string, error) { return Money(minor, currency) },
		"capital":  func(minor any, currency string) (string, error) { return Capital(minor, currency, language) },
		"ordinal":  func(n any) (string, error) { return ordinal(n, language) },
	}
}

// day refuses the zero time: a paper never prints the first of January of the year 1.
func day(value any, write func(time.Time) string) (string, error) {
	switch t := value.(type) {
	case time.Time:
		if !t.IsZero() {
			return write(t), nil
		}
	case *time.Time:
		if t != nil && !t.IsZero() {
			return write(*t), nil
		}
	default:
		return "", fmt.Errorf("%T is not an instant", value)
	}
	return "", fmt.Errorf("the instant is not known; ask first with {{if …}}")
}

func list(items any, locale Locale) (string, error) {
	v := reflect.ValueOf(items)
	if v.Kind() != reflect.Slice {
		return "", fmt.Errorf("list joins a list, not %T", items)
	}
	texts := make([]string, v.Len())
	for i := range texts {
		texts[i] = fmt.Sprint(v.Index(i).Interface())
	}
	return locale.List(texts), nil
}

// field takes one field out of each item of a list: {{list (field "Name" .Applicants)}}.
func field(name string, items any) ([]string, error) {
	v := reflect.ValueOf(items)
	if v.Kind() != reflect.Slice {
		return nil, fmt.Errorf("field goes through a list, not %T", items)
	}
	var texts []string
	for i := range v.Len() {
		item := v.Index(i)
		for item.Kind() == reflect.Interface || item.Kind() == reflect.Pointer {
			item = item.Elem()
		}
		var value reflect.Value
		switch item.Kind() {
		case reflect.Map:
			value = item.MapIndex(reflect.ValueOf(name))
		case reflect.Struct:
			value = item.FieldByName(name)
		}
		if !value.IsValid() {
			return nil, fmt.Errorf("the items have no field %s", name)
		}
		if text := strings.TrimSpace(fmt.Sprint(value.Interface())); text != "" {
			texts = append(texts, text)
		}
	}
	return texts, nil
}

// ordinal counts as a Chinese text does, 一 to 九十九, and in figures beyond and in other languages.
func ordinal(n any, language string) (string, error) {
	v, err := integer(n)
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(language, "zh") || v < 1 || v > 99 {
		return fmt.Sprint(v), nil
	}
	digits := []rune("〇一二三四五六七八九")
	text := ""
	if v >= 20 {
		text = string(digits[v/10])
	}
	if v >= 10 {
		text += "十"
	}
	if v%10 > 0 {
		text += string(digits[v%10])
	}
	return text, nil
}
