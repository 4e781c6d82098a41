package paper

import "time"

// What the templates ask for, named as docs/documents.md names it.

type named struct{ Name string }

type partyData struct{ Name, Contact, Address, Guardian, Agent string }

type caseData struct {
	Number, Type, Source          string
	ReceivedAt, AcceptedAt, DueAt time.Time
}

type routeData struct{ Name, Text, Where string }

type termData struct {
	N                int
	Obligor, Obligee string
	Kind, Text       string
	Amount           int64
	Currency         string
	Due              time.Time
	Method           string
}

type sessionData struct {
	N                  int
	StartedAt, EndedAt time.Time
	Place, Mode        string
	Open               bool
}

type attendee struct{ Name, Role string }

type spoken struct{ Speaker, Text string }

type consentData struct {
	What, To, Purpose string
	Until             time.Time
}

type actData struct {
	Name, Method string
	At           time.Time
}

// readOutData is who read a paper out to a party in its language.
type readOutData struct{ To, Name, Language string }

type authority struct{ Language, Name string }

type applicationData struct {
	Office                  Office
	Case                    caseData
	Applicants, Respondents []partyData
	Summary, Claims         string
	Oral                    bool
	Taker                   string
}

type acceptanceData struct {
	Office                  Office
	Case                    caseData
	Applicants, Respondents []partyData
	Summary, Claims         string
	Mediators               []named
	Registrar               string
}

// noticeData is what every paper to one party asks for; the papers differ in the rest.
type noticeData struct {
	Office     Office
	Party      partyData
	Case       caseData
	Applicants []named
	Summary    string
	ReplyBy    time.Time
	Reason     string
	Reasons    []string // the same, each line by itself
	Routes     []routeData
	At         time.Time
	GivenAt    time.Time
	Consents   []consentData
	ReadOut    []readOutData // at most one: the paper is one party's
}

type recordData struct {
	Case        caseData
	Session     sessionData
	Mediators   []named
	Recorder    string
	Attendees   []attendee
	Interpreter string
	Record      []spoken
	Outcome     string
}

type agreementData struct {
	Office                  Office
	Case                    caseData
	Applicants, Respondents []partyData
	Mediators               []named
	Facts                   string
	Issues                  []string
	Responsibility          string
	Terms                   []termData
	Confirmable             bool
	Copies                  int
	Authority               authority
	EffectiveAt, VariesAt   time.Time // VariesAt: since when the agreement was in force that this one changes; zero: it changes none
	Offered                 []actData // what each party was offered before it signs
	ReadOut                 []readOutData
	Acts                    []actData
	Joint                   []named // the other units that mediate, each with its seal
}
