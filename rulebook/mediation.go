package rulebook

// Mediation is what the rulebook says of mediation.
type Mediation struct {
	DisputeTypes []DisputeType `rb:"dispute_types"`
	Sources      []Code        `rb:"sources"` // how a case comes in
	// Senders are the sources that are bodies with a letter, and what each is told. A source that is none is a party's own.
	Senders []Sender `rb:"senders,optional"`
	// Reasons are the codes that an event must or may give, by event kind.
	Reasons []Reason     `rb:"reasons"`
	Number  NumberFormat `rb:"number"`
	// AnswerTime is how long an invited party has; no answer counts as a refusal, and nothing follows from it.
	AnswerTime Term `rb:"answer_time"`
	// RefusedRespondentDays is after how many days the data of a party who refused or did not answer are shredded.
	RefusedRespondentDays int            `rb:"refused_respondent_days,positive"`
	MaxRepresentatives    Limit          `rb:"max_representatives"` // of one group of parties
	Capacity              Capacity       `rb:"capacity"`
	Representation        Representation `rb:"representation,optional"`
	Agreement             Agreement      `rb:"agreement"`
	BeforeSigning         BeforeSigning  `rb:"before_signing"`
	Forbidden             []Forbidden    `rb:"forbidden_terms"`
	Notice                Notice         `rb:"notice"`
	Safety                Safety         `rb:"safety"`
	Oral                  Oral           `rb:"oral"`
	// Confirmation is missing where the legal order knows no confirmation of an agreement by a court. No page, paper, promise
	// or figure then speaks of one.
	Confirmation *Confirmation `rb:"confirmation,optional"`
	// DueReminders says when parties who want e-mail are told that something waits about what is due; missing where nobody is.
	DueReminders *DueReminders `rb:"due_reminders,optional"`
	FollowUp     Question      `rb:"follow_up"`
	Joint        Question      `rb:"joint"`    // before another unit of the office takes part: 人民调解工作若干规定 art. 21
	Referral     Question      `rb:"referral"` // before a letter to somebody who can help: 个人信息保护法 art. 23
	Reopening    Question      `rb:"reopening"`
	Retention    []Retention   `rb:"retention"`
	Documents    []Document    `rb:"documents"`
	// ArchiveAfterDays is how many calendar days after the last due day the file of an agreement in force goes into the archive
	// without anybody's word that everything came; missing: none.
	ArchiveAfterDays *Limit `rb:"archive_after_days,optional"`
	// Training is what a mediator owes a year; missing where the rulebook knows no number of hours.
	Training *Training `rb:"training,optional"`
	// Stipends are what mediators are paid for the work of a case; nil where the rulebook knows none.
	Stipends *Stipends `rb:"stipends,optional"`
	// Return is the form of the statistical return; nil where the office draws up none.
	Return *Return `rb:"return,optional"`
	// Survey is what the parties are asked when a mediation is over; nil where nobody is asked.
	Survey *Survey `rb:"survey,optional"`
	// Routes are the other ways to settle a dispute, in the order in which a notice names them.
	Routes []Route `rb:"routes,optional"`
}

// Training is how many hours of training a mediator takes part in, each calendar year.
type Training struct {
	Hours  int    `rb:"hours,positive"`
	Source Source `rb:"source"`
}

// Code is a code with its label.
type Code struct {
	Code  string `rb:"code,key"`
	Label Label  `rb:"label"`
}

// DisputeType classifies a dispute, never a person.
type DisputeType struct {
	Code  string `rb:"code,key"`
	Label Label  `rb:"label"`
	// WrittenAgreement is true where an oral agreement is not enough.
	WrittenAgreement bool `rb:"written_agreement,optional"`
	// ScreenSigningBarred is true where the law demands paper.
	ScreenSigningBarred bool `rb:"screen_signing_barred,optional"`
	// EndsWithPerson is true where the right is a person's alone and passes to no heir.
	EndsWithPerson bool `rb:"ends_with_person,optional"`
	// NotConfirmed is the rule under which courts confirm no agreement in such a dispute; missing: they may.
	NotConfirmed *Source `rb:"not_confirmed,optional"`
	Source       *Source `rb:"source,optional"`
}

// Reason is why an event happened; one list for each kind of event.
type Reason struct {
	Code  string   `rb:"code,key"`
	For   []string `rb:"for"` // event kinds
	Label Label    `rb:"label"`
	// Text is the key of the text that the party gets with it: the reason in a sentence and the other routes.
	Text string `rb:"text,optional"`
	// Neutral marks a reason that no paper and no screen outside the office shows; a neutral text takes its place.
	Neutral bool `rb:"neutral,optional"`
	// Taints marks a reason to replace a mediator after which a draft of that mediator cannot stand.
	Taints bool    `rb:"taints,optional"`
	Source *Source `rb:"source,optional"`
}

// Term is a length of time with its source.
type Term struct {
	Length Length `rb:"length"`
	Source Source `rb:"source"`
}

// Limit is a number with its source.
type Limit struct {
	N      int    `rb:"n,positive"`
	Source Source `rb:"source"`
}

// NumberFormat writes the number of a case, such as "○○人调字〔2026〕第1号".
type NumberFormat struct {
	Pattern string `rb:"pattern"` // with {unit}, {year} and {seq} once each
	Source  Source `rb:"source"`
}

// Capacity says from which age a person acts alone.
type Capacity struct {
	LimitedFrom        int    `rb:"limited_from,positive"` // younger: the guardian acts
	FullFrom           int    `rb:"full_from,positive"`    // between: with the guardian's consent
	SelfSupportingFrom int    `rb:"self_supporting_from,positive"`
	Source             Source `rb:"source"`
}

// Representation names the rules about who acts for a party; a refusal cites the one that it keeps.
type Representation struct {
	Guardian        *Source `rb:"guardian,optional"`         // who is a guardian, and that it acts for the ward
	AnotherGuardian *Source `rb:"another_guardian,optional"` // a guardian with an interest against the ward does not act
	Heard           *Source `rb:"heard,optional"`            // a child is heard before its guardian decides
	Authority       *Source `rb:"authority,optional"`        // an authority is in writing
	Special         *Source `rb:"special,optional"`          // what needs a special authority
	BothSides       *Source `rb:"both_sides,optional"`       // nobody acts for both sides
	Group           *Source `rb:"group,optional"`            // who speaks for a group
	Succession      *Source `rb:"succession,optional"`       // a mediation waits for those who take a party's place
	Personal        *Source `rb:"personal,optional"`         // what ends with the person
}

// Agreement says what an agreement must contain.
type Agreement struct {
	Fields []AgreementField `rb:"fields"`
	// SignedBy says whose acts bring it into force: of [Signers]. Without it, those of all of them. The parties always sign.
	SignedBy []string `rb:"signed_by,optional"`
	Source   Source   `rb:"source"`
}

// Signers are whose acts bring an agreement into force.
func Signers() []string { return []string{"party", "mediator", "seal"} }

// AgreementField is one thing that a written agreement states.
type AgreementField struct {
	Code     string `rb:"code,key"` // one of [AgreementFields]
	Label    Label  `rb:"label"`
	Required bool   `rb:"required"`
}

// AgreementFields are the fields that the program can check.
func AgreementFields() []string {
	return []string{"parties", "facts", "issues", "responsibility", "terms", "method", "due"}
}

// BeforeSigning says what holds before a party signs. What it is offered is the program's: a support person, independent
// advice, the text read aloud, the text taken home, a pause.
type BeforeSigning struct {
	PauseDays int    `rb:"pause_days,positive"` // the longest pause that a party can ask for at once, in days
	Source    Source `rb:"source"`
}

// Forbidden is a right that no term of an agreement may give up, with the words that would.
type Forbidden struct {
	Right    string              `rb:"right,key"` // one of [ForbiddenRights]
	Label    Label               `rb:"label"`
	Phrases  map[string][]string `rb:"phrases"`  // by language, literal
	Patterns map[string][]string `rb:"patterns"` // by language; "…" stands for at most 24 characters within a sentence
	Source   Source              `rb:"source"`

	compiled []pattern
}

// ForbiddenRights are the rights that no agreement may give up.
func ForbiddenRights() []string {
	return []string{"complaint", "petition", "suit", "benefit", "crime_report"}
}

// Notice is the notice of rights and duties that each party gets before mediation.
type Notice struct {
	Version string `rb:"version"`
	Text    string `rb:"text"` // key of the text
	Source  Source `rb:"source"`
}

// Safety says what happens where violence, fear or pressure is told.
type Safety struct {
	// PrivateTalk demands a talk with each party alone before acceptance.
	PrivateTalk bool `rb:"private_talk"`
	// Closure is the reason code under which such a case ends; it is neutral.
	Closure string `rb:"closure"`
	Text    string `rb:"text"` // key of the text with help, shown to the person who told it only
	// Questions are asked in the private talk, of each party alone.
	Questions []Screening `rb:"questions,optional"`
	// ArrivalsApart is how many minutes lie at least between the beginnings of talks with different parties of a case, so
	// that nobody meets the other side at the door; 0: none are demanded.
	ArrivalsApart int    `rb:"arrivals_apart,optional"`
	Source        Source `rb:"source"`
}

// Confirmation is the joint application for judicial confirmation 司法确认. The term is the parties', so it is no promise.
type Confirmation struct {
	Within Length `rb:"within"` // from the day on which the agreement took effect
	// NextWorkingDay moves a last day that is not worked.
	NextWorkingDay bool   `rb:"next_working_day"`
	Venues         []Code `rb:"venues"`   // why a court has jurisdiction
	Excluded       []Code `rb:"excluded"` // what a court does not confirm
	Text           string `rb:"text"`     // key of the text
	Source         Source `rb:"source"`
}

// Confirms is what the rulebook says of a confirmation by a court; zero where the legal order knows none.
func (m *Mediation) Confirms() Confirmation {
	if m.Confirmation == nil {
		return Confirmation{}
	}
	return *m.Confirmation
}

// Oral says when an agreement needs no paper 口头协议.
type Oral struct {
	Allowed bool `rb:"allowed"`
	// PerformedOnly demands writing while anything is left to do.
	PerformedOnly bool `rb:"performed_only"`
	// WrittenAbove demands writing for a term above this amount, in minor units of the rulebook's currency; 0: no limit.
	WrittenAbove int    `rb:"written_above,optional"`
	Source       Source `rb:"source"`
}

// Question is a notice that a party reads before it agrees to something beyond the mediation: to be asked later whether
// the agreement is performed 回访, or to take a closed case up again.
type Question struct {
	Text   string `rb:"text"` // key of the text
	Source Source `rb:"source"`
}

// DueReminders are the days of the two mails about each thing that is due: to who owes it, before its day, and to who
// receives it, after it. Calendar days in the office's zone.
type DueReminders struct {
	BeforeDays int    `rb:"before_days,positive"`
	AfterDays  int    `rb:"after_days,positive"`
	Source     Source `rb:"source"`
}

// Retention says when something is erased. An end is mandatory.
type Retention struct {
	ID     string   `rb:"id,key"`
	Label  Label    `rb:"label"`
	From   []string `rb:"from"` // event kinds; the last of them starts the term
	Days   int      `rb:"days,positive"`
	Then   string   `rb:"then"` // "minimise" or "erase"
	Source Source   `rb:"source"`
}

// Document is a paper of the case file; the order of the list is the order of the file.
type Document struct {
	ID    string `rb:"id,key"`
	Title Label  `rb:"title"`
	// Template is the common part of the template's file names: "documents/agreement" for documents/agreement.LANG.md;
	// "" for a paper that comes from outside.
	Template string `rb:"template,optional"`
	// Mandatory are the ends of a case whose file must hold the paper, of [Ends]; none: it lies there if there is one.
	Mandatory []string `rb:"mandatory,optional"`
	// Original is what the paper that was signed by hand is called: where it is mandatory, a scan of it is filed, or it is said
	// where it lies. Of an agreement, where somebody signed on paper. Without it the print is enough.
	Original Label   `rb:"original,optional"`
	Source   *Source `rb:"source,optional"`
}

// Ends are the ways in which a case ends, as far as its file is concerned: the events that end it, "effective" with a written
// agreement and "oral" with one that was registered.
func Ends() []string {
	return []string{"not_accept", "decline", "withdraw", "terminate", "effective", "oral"}
}

// Route is another way to settle a dispute 其他途径: court, arbitration, a public authority, legal aid. The notices that
// end a mediation, or do not begin one, name all of them.
type Route struct {
	Code  string `rb:"code,key"`
	Name  Label  `rb:"name"`
	Text  Label  `rb:"text"`           // what the way is, in a sentence
	Where Label  `rb:"where,optional"` // telephone or address; written in by hand where it is empty
}
