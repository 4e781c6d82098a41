// Package notify tells people that something waits for them, and never what.
//
//	notice   a line on a page of linli, for an account or for a party of one case
//	mail     a message with a reference and a link; the subject is the same for every matter
//
// The safe-contact rule: whoever else reads the mailbox, or stands behind the person, learns that an office wrote and
// nothing more: neither the capability nor the event, the other party, a date or a name. What happened is on the page
// behind the link, which asks who is there.
package notify
