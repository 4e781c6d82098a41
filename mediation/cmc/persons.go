package cmc

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"linli/platform/calendar"
	"linli/platform/fault"
)

// What is brought in is found by the number of a case, never by a person (00-product.md, refusal 4). A header cannot
// promise that: a column named case_number may hold identity cards, and would stand in the clear as the case's reference.

// personStems stand in the name of a column that tells of persons, wherever in it; personWords are a word of it. Both
// are compared after [fold].
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
	folded := fold(column)
	for _, s := range personStems {
		if strings.Contains(folded, fold(s)) {
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

var (
	// A mobile number of the mainland, with or without the country's prefix, in one piece or as 3-4-4.
	mobilePattern = regexp.MustCompile(`(?:^|\D|\D86|^86|^0086)1[3-9][0-9][-. ]?[0-9]{4}[-. ]?[0-9]{4}(?:\D|$)`)
	// An identity card of the mainland (GB 11643-1999): six digits of a place, the day of birth, three of a sequence, a check.
	cardPattern = regexp.MustCompile(`(?:^|[^0-9])([1-9][0-9]{5})[-. ]?([0-9]{8})[-. ]?([0-9]{3})[-. ]?([0-9Xx])(?:[^0-9Xx]|$)`)
)

// ofPerson reports whether a case number is the number of a person, or has one in it. Cards of fifteen digits are not
// looked for: they have no check and ended in 2013, and a place with a date and a sequence is also how cases are counted.
func ofPerson(number string) bool {
	plain := norm.NFKC.String(number) // １３８… and ①③⑧… are digits too
	if mobilePattern.MatchString(plain) {
		return true
	}
	for _, m := range cardPattern.FindAllStringSubmatch(plain, -1) {
		if validCard(m[1] + m[2] + m[3] + m[4]) {
			return true
		}
	}
	return false
}

// validCard checks the day of birth and the last character, as ISO 7064 MOD 11-2 gives it.
func validCard(card string) bool {
	year, _ := strconv.Atoi(card[6:10])
	month, _ := strconv.Atoi(card[10:12])
	day, _ := strconv.Atoi(card[12:14])
	if _, err := calendar.NewDate(year, time.Month(month), day); err != nil || year < 1850 {
		return false
	}
	sum := 0
	for i, c := range card[:17] {
		sum += int(c-'0') * (1 << (17 - i) % 11)
	}
	return "10X98765432"[sum%11] == strings.ToUpper(card)[17]
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
