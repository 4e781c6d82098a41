// Package breach keeps the register of breaches 个人信息安全事件登记: what went wrong with what people told the office, which cases
// it touched, and who was told of it (个人信息保护法 art. 57; GDPR art. 33 and 34).
//
//	entry 登记   what happened, which kinds of data, when it was found (as said) and written down (as recorded), what was done
//	cases 案件   mediations, reports and requests for help, named one by one by their codes, or all of a unit as they were at that
//	            moment; never found through a person
//	authority 主管机关   told within the rulebook's time of the finding; when, which one, under what reference, why later
//	notice 告知   words for the parties of those cases, written by one person and let go by another
//
//	open ─write notice▶ waiting ─release▶ told ─close▶ closed
//	  └────────────tell the authority (once, at any time)────┘
//
// The privacy officer of the whole office keeps it; a second person, who is the officer's colleague or leads the top unit,
// reads the words of the notice and lets it go. Cases stand in it as codes: the register opens none, and lists no complaint to whom
// it is about. Whose case it is reads the notice on its own page, behind its slip, and who left an address hears that something waits
// there, as its instructions for safe contact allow; whom no mail reaches is counted, so that somebody rings or writes. A duty is no
// case of it: it has nobody of whom something could be told, and no page of anybody.
//
// What was written is sealed under the tenant's key. An entry is destroyed by itself [Kept] after it was closed.
package breach
