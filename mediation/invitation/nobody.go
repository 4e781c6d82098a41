package invitation

import "regexp"

// What would make a general invitation one to somebody: a number by which a person is reached or known, a title with a name,
// a dwelling. The patterns find what can be found without a list of names; that the rest names nobody either is declared by
// who writes it.
var (
	date     = regexp.MustCompile(`[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}`)
	number   = regexp.MustCompile(`(?:[0-9０-９][ -]{0,2}){7}`)
	address  = regexp.MustCompile(`[^\s@]+@[^\s@]+\.[^\s@]+`)
	titled   = regexp.MustCompile(`\p{Han}(?:某某?|先生|女士|小姐|太太|大爷|大爺|大妈|大媽|师傅|師傅|老师|老師)|\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? +\p{Lu}`)
	dwelling = regexp.MustCompile(`[0-9０-９一二三四五六七八九十百]+ ?(?:号楼|號樓|号院|號院|单元|單元|号|號|栋|棟|幢|室|户|戶|门牌|門牌)|\b(?:[Aa]partment|[Aa]pt\.?|[Ff]lat|[Rr]oom|[Hh]ouse|[Uu]nit|[Nn]o\.?) +#?[0-9]+|\b[0-9]+[A-Za-z]? +\p{Lu}\w+ +(?:[Ss]treet|[Ss]t\.|[Rr]oad|[Rr]d\.|[Aa]venue|[Aa]ve\.|[Ll]ane)\b`)
)

// aboutSomebody is the key of what a text says of a person or a dwelling, or empty.
func aboutSomebody(s string) string {
	s = date.ReplaceAllString(s, "")
	switch {
	case number.MatchString(s):
		return "outreach.field.number"
	case address.MatchString(s):
		return "outreach.field.address"
	case titled.MatchString(s):
		return "outreach.field.person"
	case dwelling.MatchString(s):
		return "outreach.field.dwelling"
	}
	return ""
}
