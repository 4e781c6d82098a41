// Package paper makes the papers 文书 of a mediation: from what a reader may read of a case ([mediation.Opened]) to the
// page on the screen and the PDF of the rulebook's templates.
//
// Which papers there are, and for whom, is one table ([table]); a paper is made of what its reader may read, so that
// nobody gets a paper with words that are closed to him:
//
//	application  申请书          from the beginning            the applicants
//	acceptance   受理登记表      accepted                      the office alone: it names how to reach everybody
//	rights       权利义务告知书  the party was informed        that party
//	invitation   调解邀请函      the party was invited         that party
//	consent      同意回执        the party consented           that party
//	not-accepted 不予受理告知书  not accepted                  each applicant
//	investigation 调查记录       somebody was asked            every party that consented; a mediator's own, the mediator alone
//	session      调解记录        a session was recorded        every party that consented; a separate talk, its party alone
//	agreement    调解协议书      drafted or in force, written  the parties of the agreement
//	oral-register 口头协议登记表 the words are read back        the parties of the agreement
//	performance  履行确认书      a payee received something    the parties of the agreement
//	follow-up    回访记录        a party was asked             that party
//	confirmation 司法确认申请书  the application is prepared   the parties of the agreement
//	closing      结案报告表      over, after acceptance        the office alone
//	termination  终止调解告知书  ended without an agreement    each party that knows of the case
//
// The slip 查询凭条 and the receipt 受理回执 are made when they are handed out and stand in no file: a slip's passphrase is
// kept nowhere.
//
// A paper that several parties get names them and no more: how to reach a party, its guardian and its agent stand on that
// party's own papers and on the office's. What is not known is left open for handwriting.
package paper
