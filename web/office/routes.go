package office

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		{"GET /sign-in", true, p.signInForm},
		{"POST /sign-in", true, p.signIn},
		{"POST /sign-in/code", true, p.signInCode},
		{"POST /sign-in/passkey/begin", true, p.passkeyBegin},
		{"POST /sign-in/passkey", true, p.passkeySignIn},
		{"GET /sign-in/provider", true, p.provider},
		{"GET " + ProviderBack, true, p.providerBack},
		{"GET /sign-in/enrol", true, p.enrolForm},
		{"POST /sign-in/enrol", true, p.enrol},
		{"POST /sign-in/enrol/complete", true, p.enrolComplete},
		{"POST /sign-out", true, p.signOut},

		{"GET /account", false, p.account},
		{"POST /account/language", false, p.language},
		{"POST /account/password", false, p.password},
		{"POST /account/sessions/{id}/end", false, p.endSession},
		{"POST /account/sessions/end", false, p.endAll},
		{"POST /account/tokens", false, p.issueToken},
		{"POST /account/passkeys/begin", false, p.addPasskeyBegin},
		{"POST /account/passkeys", false, p.addPasskey},
		{"POST /account/passkeys/{credential}/drop", false, p.dropPasskey},
		{"POST /account/provider", false, p.linkProvider},
		{"POST /account/provider/unlink", false, p.unlinkProvider},

		{"GET /start", false, p.start},
		{"POST /office/jobs/{job}/retry", false, p.retryJob},
		{"GET /office", false, p.units},
		{"GET /office/units/{unit}", false, p.unit},
		{"POST /office/units/{unit}/units", false, p.addUnit},
		{"POST /office/units/{unit}/name", false, p.renameUnit},
		{"POST /office/units/{unit}/desk", false, p.setDesk},
		{"POST /office/units/{unit}/rooms", false, p.setRooms},
		{"POST /office/units/{unit}/close", false, p.closeUnit},
		{"POST /office/units/{unit}/posts", false, p.assignPost},
		{"POST /office/units/{unit}/posts/{post}/end", false, p.endPost},
		{"POST /office/units/{unit}/accounts", false, p.createAccount},
		{"POST /office/units/{unit}/accounts/{account}/reset", false, p.resetAccount},
		{"GET /office/units/{unit}/accounts/{account}/close", false, p.closing},
		{"POST /office/units/{unit}/accounts/{account}/close", false, p.closeAccount},
		{"GET /office/record", false, p.record},
	}
}
