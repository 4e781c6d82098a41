package office

// Routes are all addresses of this package.
func (p *Pages) Routes() []Route {
	return []Route{
		Public("GET /sign-in", p.signInForm),
		Public("POST /sign-in", p.signIn),
		Public("POST /sign-in/code", p.signInCode),
		Public("POST /sign-in/passkey/begin", p.passkeyBegin),
		Public("POST /sign-in/passkey", p.passkeySignIn),
		Public("GET /sign-in/provider", p.provider),
		Public("GET "+ProviderBack, p.providerBack),
		Public("GET /sign-in/enrol", p.enrolForm),
		Public("POST /sign-in/enrol", p.enrol),
		Public("POST /sign-in/enrol/complete", p.enrolComplete),
		Public("POST /sign-out", p.signOut),

		Anyone("GET /account", p.account),
		Anyone("POST /account/language", p.language),
		Anyone("POST /account/password", p.password),
		Anyone("POST /account/sessions/{id}/end", p.endSession),
		Anyone("POST /account/sessions/end", p.endAll),
		Staff("POST /account/tokens", p.issueToken),
		Staff("POST /account/digest", p.digest),
		Anyone("POST /account/passkeys/begin", p.addPasskeyBegin),
		Anyone("POST /account/passkeys", p.addPasskey),
		Anyone("POST /account/passkeys/{credential}/drop", p.dropPasskey),
		Staff("POST /account/provider", p.linkProvider),
		Staff("POST /account/provider/unlink", p.unlinkProvider),

		Staff("GET /start", p.start),
		Staff("POST /office/jobs/{job}/retry", p.retryJob),
		Staff("GET /office", p.units),
		Staff("GET /office/units/{unit}", p.unit),
		Staff("POST /office/units/{unit}/units", p.addUnit),
		Staff("POST /office/units/{unit}/name", p.renameUnit),
		Staff("POST /office/units/{unit}/desk", p.setDesk),
		Staff("POST /office/units/{unit}/rooms", p.setRooms),
		Staff("POST /office/units/{unit}/close", p.closeUnit),
		Staff("POST /office/units/{unit}/posts", p.assignPost),
		Staff("POST /office/units/{unit}/posts/{post}/end", p.endPost),
		Staff("POST /office/units/{unit}/accounts", p.createAccount),
		Staff("POST /office/units/{unit}/accounts/{account}/reset", p.resetAccount),
		Staff("GET /office/units/{unit}/accounts/{account}/close", p.closing),
		Staff("POST /office/units/{unit}/accounts/{account}/close", p.closeAccount),
		Staff("GET /office/record", p.record),
	}
}
