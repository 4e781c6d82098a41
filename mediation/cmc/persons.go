package cmc

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"linli/platform/fault"
	"linli/platform/tabular"
)

// What is brought in is found by the number of a case, never by a person (00-product.md, refusal 4). A header cannot
// promise that: a column named case_number may hold identity cards, and would stand in the clear as the case's reference.

// personStems stand in the name of a column that tells of persons, wherever in it; personWords are a word of it. Both
// are compared after [tabular.Fold].
var (
	personStems = []string{
		"姓名", "名字", "身份证", "身分证", "身份證", "身分證", "证件号", "證件號", "证件号码", "護照", "护照", "手机", "手機", "电话", "電話", "微信",
		"联系方式", "聯絡方式", "住址", "户号", "戶號", "户籍", "戶籍", "出生", "生日", "性别", "性別", "民族", "邮箱", "郵箱", "電郵", "当事人名", "當事人名",
		"fullname", "firstname", "lastname", "surname", "familyname", "givenname", "partyname", "phone", "mobileno", "mobilenumber", "wechat", "whatsapp",
		"identitycard", "identitynumber", "nationalid", "passport", "personid", "residentid", "birth", "gender", "ethnic", "email",
	}
	personWords = []string{"name", "names", "tel", "mobile", "nric", "hkid", "idcard", "sex", "dob", "address", "applicant", "respondent", "complainant", "disputant",
		"person", "resident", "申请人", "申請人", "被申请人", "被申請人", "对方当事人", "對造"}
)

var (
	camelPattern = regexp.MustCompile(`([a-z])([A-Z])`)
	// An id alone may be a row's; with a card or a number it is a person's. "did not" has the same letters and is none.
	idPattern = regexp.MustCompile(`(?:^|[^a-z])id[^a-z]*(?:card|number|no)(?:[^a-z]|$)`)
)

// person is the word by which a column's name tells of persons; empty where it does not. The two columns that a table is
// read by are no persons' columns, whatever their names hold: 当事人关系 is the kind of relationship.
func person(column string) string {
	folded := tabular.Fold(column)
	for _, s := range personStems {
		if strings.Contains(folded, tabular.Fold(s)) {
			return s
		}
	}
	spaced := strings.ToLower(camelPattern.ReplaceAllString(norm.NFKC.String(column), "$1 $2"))
	if idPattern.MatchString(spaced) {
		return "id number"
	}
	for _, part := range strings.FieldsFunc(spaced, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if i := slices.Index(personWords, part); i >= 0 {
			return personWords[i]
		}
	}
	return ""
}

// withoutPersons refuses a table that has a column of persons beside its two. The fault tells the place of the column
// and the word that gave it away, and nothing that stands in the table.
func (t table) withoutPersons() error {
	for i, f := range t.columns {
		if i == t.number || i == t.value {
			continue
		}
		if word := person(f); word != "" {
			return fault.New(fault.Invalid, "import.cmc.persons_column").With(fault.Args{"file": t.file, "number": strconv.Itoa(i + 1), "word": word})
		}
	}
	return nil
}

// countPerson keeps how many numbers of a table are persons'.
func (j *joiner) countPerson(c cell) {
	j.numbers++
	if c.reason == PersonNumber {
		j.persons++
	}
}

// notByPersons refuses a table of which most numbers are persons': that column is not a column of cases with a slip in it.
func (j *joiner) notByPersons(t table) error {
	if j.persons*2 > j.numbers {
		return fault.New(fault.Invalid, "import.cmc.persons").With(fault.Args{"file": t.file, "column": numberColumn})
	}
	j.numbers, j.persons = 0, 0
	return nil
}
