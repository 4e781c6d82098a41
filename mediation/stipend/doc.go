// Package stipend is what mediators are paid for the work of a case 以案定补.
//
//	claim 申领        one a case, for all its mediators together; its grade and amount follow from the work that was done
//	share 份额        what one of them gets; the shares sum to the whole, and each says yes to its own
//	review 审核       step by step, as the rulebook says; nobody reviews the own claim, and nobody twice
//	batch 批次        the approved claims of a unit and month: made by one person, released by another, paid with a voucher
//	clawback 追回     a look at a claim whose agreement a court set aside; a person decides
//	budget 预算       what a unit may spend in a year, against what is promised and paid
//
//	claimed → approved → batched → paid → given_back
//	   ↓ ↑       └──────────┴→ refused
//	sent_back
//
// A stipend is equal whatever the outcome: nothing here reads how a case ended, beyond that it did and that its file is
// whole. A mediator who declared a tie to the dispute, or says that a relative is a party, is paid nothing for it; that is
// declared, and never found by comparing. No name of a party and no word of a case stands here, reasons are codes, and
// there is no list that sets mediators beside each other: what one of them is paid is seen by that one and by those who pay.
package stipend
