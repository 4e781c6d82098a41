// Package oidc lets staff sign in at the identity provider that their office has already: OpenID Connect Core 1.0, the
// authorization code flow with PKCE (RFC 7636) and a nonce.
//
// What linli asks for is the subject alone (scope "openid"): no name, no address, no picture. What it keeps is a hash of
// issuer and subject, beside the account whose owner joined the two while signed in. A provider opens no accounts, gives no
// posts and takes none away.
package oidc
