package app

import (
	"net/url"

	"linli/platform/oidc"
	officepages "linli/web/office"
)

// IdentityProvider is the office's own, by which staff can sign in; nil where none is set. Errors: Invalid, of the setting
// that is wrong.
func (c Config) IdentityProvider(origin *url.URL) (*oidc.Provider, error) {
	if c.Issuer == "" {
		if c.Client != "" || c.Secret != "" || c.Provider != "" {
			return nil, wrong("oidc.issuer", "")
		}
		return nil, nil
	}
	return oidc.New(oidc.Settings{Issuer: c.Issuer, Client: c.Client, Secret: c.Secret, Name: c.Provider,
		Redirect: origin.JoinPath(officepages.ProviderBack).String()})
}
