package office

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Account is a staff login 账号.
type Account struct {
	Tenant, ID   id.ID
	Unit         id.ID  // the unit that looks after the account
	Organisation id.ID  // of the directory, for which it answers referrals; zero: it is staff
	Login        string // as typed at sign-in, in the form of [Login]
	Name         string // as colleagues and parties see it
	Language     string // BCP 47
	Password     string // Argon2id in PHC form; empty before enrolment
	TOTP         []byte // the secret, sealed; empty before enrolment
	TOTPStep     int64  // the last time step whose code was used: no code is taken twice (RFC 6238 section 5.2)
	ClosedAt     time.Time
	CreatedAt    time.Time
	Version      int64
}

// Enrolled reports whether the account has a password and a second factor.
func (a Account) Enrolled() bool { return a.Password != "" && len(a.TOTP) > 0 }

// entered reports whether the account was ever set up, also where that was made void or it was closed since.
func (a Account) entered() bool { return a.Enrolled() || a.TOTPStep > 0 }

// Colleague is what those who work here may know of an account.
type Colleague struct {
	ID, Unit     id.ID
	Login        string
	Name         string
	Language     string
	Enrolled     bool
	ClosedAt     time.Time // zero: open
	Organisation id.ID     // for which it answers referrals; zero: it works here
}

func (a Account) colleague() Colleague {
	return Colleague{ID: a.ID, Unit: a.Unit, Login: a.Login, Name: a.Name, Language: a.Language, Enrolled: a.Enrolled(), ClosedAt: a.ClosedAt, Organisation: a.Organisation}
}

// Post is a role that an account holds in a unit for a time 岗位.
type Post struct {
	Tenant, ID, Unit, Account id.ID
	Kind                      access.PostKind
	From, To                  time.Time // To zero: open end; To itself is no longer in the post
	Version                   int64
}

// Runs reports whether the post is held at t.
func (p Post) Runs(t time.Time) bool {
	return !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
}

// exclusive are the posts of which nobody holds two: whoever administers must not check the logs, and whoever reckons the
// figures must do neither.
func exclusive(k access.PostKind) bool {
	return k == access.Administrator || k == access.Privacy || k == access.Statistician
}

// Login is a login name as linli compares it: NFKC, lower case, without surrounding space.
func Login(s string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(s))) }

func checkLogin(l *fault.List, field, login string) {
	n := utf8.RuneCountInString(login)
	ok := n >= 2 && n <= 40
	for _, r := range login {
		ok = ok && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r))
	}
	if !ok {
		l.Add(field, "office.login.unfit")
	}
}

func (s *Service) checkLanguage(l *fault.List, field, language string) {
	if !s.speaks(language) {
		l.Add(field, "office.language.unknown")
	}
}

func printable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return utf8.ValidString(s)
}
