// Package consent 同意 holds what a person agreed to, as ISO/IEC TS 27560:2023 writes it down: one record for one
// recipient and one purpose, with the notice that the person was shown, the kinds of data field by field, and every
// act that gave, renewed or ended it.
//
//	record 同意记录      one question to one person and everything that was answered to it
//	notice 告知书        the text that was shown: version, hash, language; the text itself is the rulebook's
//	recipient 接收方     who receives: exactly one
//	act 表示            a request, a yes, a no, a withdrawal … with its time and how it was expressed
//	guardian 监护人      who speaks for a person without full capacity, until the person acts alone
//	receipt 同意回执     the person's copy, as JSON and as lines to print
//
// States (valid are given and renewed_given only):
//
//	unknown ──request──▶ requested ──give──▶ given ──renew──▶ renewed_given ──renew──▶ renewed_given
//	   │                     │                 │                    │
//	   ├──give──▶ given      ├──refuse──▶ refused                   │
//	   └──refuse──▶ refused  ├──expire──▶ expired                   │
//	                         └──terminate─▶ terminated              │
//	given, renewed_given ──withdraw──▶ withdrawn
//	given, renewed_given ──expire──▶ expired ──terminate──▶ terminated ──invalidate──▶ invalidated (each from both)
//	unknown, expired, terminated, invalidated ──withdraw──▶ withdrawn
//
// Three rules have no exception. A yes is the person's or the guardian's own word: no act of the office gives consent.
// Withdrawal needs no reason and is open from every state in which something was agreed, so that it wins against any
// act that came between. What ended does not begin again: a new yes is a new record.
//
// A record holds ids, dates and codes, never a name or an address. The subject id is the party's, random and of one
// case, so that two records of one person in two cases have nothing in common.
package consent
