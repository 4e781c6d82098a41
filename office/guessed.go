package office

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"linli/platform/fault"
)

//go:embed leaked
var leaked embed.FS

// leastOwn is how many different characters a password must have beside the words that everybody in the office knows.
const leastOwn = 8

// officeWords are tried first on an office of this kind, beside the names of the office and of the account's owner. They are
// the documented list of ASVS 5.0 V6.1.2; docs/operation.md says so.
var officeWords = []string{
	"linli", "邻里", "鄰里", "password", "passwort", "passphrase", "mima", "密码", "密碼", "口令", "welcome", "login", "signin", "letmein", "changeme", "secret", "default",
	"office", "neighbourhood", "neighborhood", "mediation", "mediator", "report", "referral", "tiaojie", "tiaojieyuan", "调解", "調解", "调解员", "調解員", "社区", "社區", "街道", "委员会", "委員會",
	"admin", "administrator", "guanliyuan", "管理员", "管理員", "clerk", "handler", "inspector", "records", "archivist", "privacy", "statistician", "manager",
}

// checkGuessed says whether a password is one that is tried first: it was stolen somewhere and is in the lists by which
// passwords are guessed (ASVS 5.0 V6.2.4, V6.2.12), or hardly more than words of the office and names (V6.2.11).
func checkGuessed(l *fault.List, field, password string, t Tenant, account Account) error {
	folded := fold(password)
	known, err := stolen(folded)
	switch {
	case err != nil:
		return err
	case known:
		l.Add(field, "signin.password.leaked")
	case mostlyWords(folded, words(t, account)):
		*l = append(*l, fault.Field(field, "signin.password.words").With(fault.Args{"least": leastOwn}))
	}
	return nil
}

// stolen looks a folded password up. One in a hundred thousand that was never stolen is found too, and has to be another.
func stolen(folded string) (bool, error) {
	list, err := leaked.ReadFile("leaked/passwords.bin")
	if err != nil {
		return false, fmt.Errorf("the list of stolen passwords was not built in (make assets): %w", err)
	}
	hash := sha256.Sum256([]byte(folded))
	want, at := uint64(binary.BigEndian.Uint32(hash[:])), uint64(0)
	for len(list) > 0 && at < want {
		more, n := binary.Uvarint(list)
		if n <= 0 {
			return false, errors.New("the list of stolen passwords is damaged")
		}
		at, list = at+more, list[n:]
	}
	return at == want, nil
}

// words are what a guess begins with at this office and for this account, the longest first.
func words(t Tenant, account Account) []string {
	all := append(slices.Clone(officeWords), account.Login, t.Slug, fold(t.Name), fold(account.Name))
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	all = append(all, strings.FieldsFunc(fold(t.Name), apart)...)
	all = append(all, strings.FieldsFunc(fold(account.Name), apart)...)
	all = slices.DeleteFunc(all, func(w string) bool { return utf8.RuneCountInString(w) < 2 })
	slices.SortFunc(all, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return all
}

// mostlyWords reports whether a folded password has words in it and little else.
func mostlyWords(folded string, words []string) bool {
	rest := folded
	for _, w := range words {
		rest = strings.ReplaceAll(rest, w, " ")
	}
	own := map[rune]bool{}
	for _, r := range rest {
		own[r] = true
	}
	delete(own, ' ')
	return rest != folded && len(own) < leastOwn
}

// fold brings a password to one form, so that small and wide letters are no other word.
func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }
