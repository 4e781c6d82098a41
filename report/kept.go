package report

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"linli/platform/plain"
)

// asKept is a command with its words as they are kept (package plain), whichever way they came: page, API, Open311 or file. Every
// command comes through here, so that no field of one can be forgotten. What is no text stays, and is refused at its field.
func asKept(cmd Command) Command {
	out := reflect.New(reflect.TypeOf(cmd)).Elem()
	out.Set(reflect.ValueOf(cmd))
	keep(out)
	return out.Interface().(Command) //nolint:forcetypeassert // it has the type of a command
}

// keep goes through what can be set; lists are copied, since whoever asks keeps its own.
func keep(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); utf8.ValidString(s) && !strings.ContainsRune(s, 0) {
			v.SetString(plain.Text(s))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				keep(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		all := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(all, v)
		for i := range all.Len() {
			keep(all.Index(i))
		}
		v.Set(all)
	case reflect.Map:
		if v.IsNil() {
			return
		}
		all := reflect.MakeMapWithSize(v.Type(), v.Len())
		for _, key := range v.MapKeys() {
			x := reflect.New(v.Type().Elem()).Elem()
			x.Set(v.MapIndex(key))
			keep(x)
			all.SetMapIndex(key, x)
		}
		v.Set(all)
	}
}
