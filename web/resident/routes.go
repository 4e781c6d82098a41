package resident

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /{$}", Open, false, p.home},
		{"GET /where", Open, false, p.where},
		{"GET /language", Open, false, p.language},
		{"GET /accessibility", Open, false, p.accessibility},
		{"GET /verify", Open, false, p.verifyForm},
		{"POST /verify/receipt", Open, true, p.verify},
		{"GET /transparency", Open, false, p.transparency},

		{"GET /apply", Discreet, false, p.applyStart},
		{"POST /apply", Discreet, false, p.applyStep},
		{"POST /apply/send", Discreet, true, p.applySend},
		{"POST /apply/slip", Discreet, true, p.firstSlip},
		{"POST /apply/receipt", Discreet, true, p.firstReceipt},

		{"GET /resident/enter.js", Discreet, false, p.enterScript},
		{"GET /r", Discreet, false, p.enterForm},
		{"POST /r", Discreet, true, p.enter},
		{"GET /r/{code}", Discreet, false, p.party},
		{"POST /r/{code}", Discreet, true, p.enter},

		{"POST /r/{code}/leave", Discreet, false, p.leave},
		{"GET /r/{code}/consent", Own, false, own(p.consentForm)},
		{"POST /r/{code}/consent", Own, false, looked(p.consentForm, p.consent)},
		{"GET /r/{code}/consent/receipt", Own, false, own(p.consentReceipt)},
		{"GET /r/{code}/refuse", Own, false, own(p.refuseForm)},
		{"POST /r/{code}/refuse", Own, false, looked(p.refuseForm, p.refuse)},
		{"GET /r/{code}/mediator/{engagement}", Own, false, own(p.mediatorForm)},
		{"POST /r/{code}/mediator/{engagement}", Own, false, looked(p.mediatorForm, p.mediator)},
		{"GET /r/{code}/extension", Own, false, own(p.extensionForm)},
		{"POST /r/{code}/extension", Own, false, looked(p.extensionForm, p.extension)},
		{"GET /r/{code}/agreement", Own, false, own(p.agreement)},
		{"GET /r/{code}/agreement/pause", Own, false, own(p.pauseForm)},
		{"POST /r/{code}/agreement/pause", Own, false, looked(p.pauseForm, p.pause)},
		{"GET /r/{code}/agreement/refuse", Own, false, own(p.refuseSignForm)},
		{"POST /r/{code}/agreement/refuse", Own, false, looked(p.refuseSignForm, p.refuseSign)},
		{"GET /r/{code}/statement", Own, false, own(p.statementForm)},
		{"POST /r/{code}/statement", Own, false, looked(p.statementForm, p.statement)},
		{"GET /r/{code}/withdraw", Own, false, own(p.withdrawForm)},
		{"POST /r/{code}/withdraw", Own, false, looked(p.withdrawForm, p.withdraw)},
		{"GET /r/{code}/papers", Own, false, own(p.papers)},
		{"GET /r/{code}/reads", Own, false, own(p.reads)},
		{"GET /r/{code}/receipt", Own, false, own(p.receipt)},
		{"GET /r/{code}/receipt.json", Own, false, own(p.receiptFile)},
		{"GET /r/{code}/slip", Own, false, own(p.slipForm)},
		{"POST /r/{code}/slip", Own, true, own(p.newSlip)},
	}
}
