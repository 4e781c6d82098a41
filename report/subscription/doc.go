// Package subscription is following the public list of reports by e-mail 邮件订阅: whoever leaves an address, and confirms it from a
// mail, hears at most once a working day of what was made public in a category or by a unit.
//
//	ask ─▶ a mail with a link ─confirm─▶ follows ──a year──▶ asked again
//	         └──48 hours──▶ gone               └──stop──▶ gone, with its key
//
// It is no list of people. An address is sealed under a key of its own, which is destroyed when it is given up; a row has no name, is
// found by the code of its own mails and by when it is due, and by nothing else, so that nobody can ask which addresses there are or
// whether there is one. Two wishes of one address are two rows that know nothing of each other.
package subscription
