// Package casefile holds what every case 案件 shares, whichever capability it belongs to.
//
//	event 事件          one thing that happened to a case: who, when, why; never changed, committed to the ledger 台账
//	change             what one command does: the events and every row that follows from them, played all or nothing
//	slip 凭条          a resident's way in: tracking code 查询码 and the hash of a passphrase 查询口令, for one party of one case
//	secret             plain text on its way to the vault 保密柜, with the section of the case that it belongs to
//	scope              who may see an event or a note: everyone in the case, one party, or one mediator alone
//
// A case belongs to its code. Nothing here, and nothing above, leads from a person to a case or from one case of a
// person to another.
package casefile
