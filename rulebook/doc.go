// Package rulebook reads, checks and tests rulebooks 规程: folders of YAML that say what an office owes, by which law, by when.
//
// A rulebook is written by officials, not by programmers. It is therefore strict and plain: each mistake is told as
// "FILE:LINE:COL: reason", all of them at once, and a rulebook with a mistake is not used.
//
//	rulebook.yaml    id, version, effective day, languages, zone, currency, minimum cell
//	laws.yaml        the laws and rules that the others cite
//	posts.yaml       who owes, and whom a late promise is told to
//	calendars.yaml   working days, holidays, moved days of rest, working hours
//	promises.yaml    the deadlines
//	mediation.yaml   dispute types, reasons, case number, agreement, forbidden terms, documents, retention
//	report.yaml      categories of complaints, why one is not taken on, how long it is kept
//	needs.yaml       what people need help with, the notices before a consent, how long a case is kept
//	duties.yaml      duties of the office itself: when they fall due, what shows that they were done, who else looks at it
//	indicators.yaml  quotients of published measures, scorecards over the office's own conduct, further returns
//	texts/LANG.yaml  longer texts, one file a language, the same keys in each
//	tests/*.yaml     the rulebook's own examples: these events on these days give these promises
//
// Subjects are closed in code: a rule is about the office, a public place, a service, a need or a dispute. A rule about
// a person, a dwelling or a household, and a code that describes a person's status, are refused when the folder is read.
package rulebook
