package dialect_test

import (
	"errors"
	"testing"

	"linli/store/dialect"
)

// TestPostgreSQLIsNotAskedInTheClear: what is sealed crosses the network with what is not, and passwords with both.
func TestPostgreSQLIsNotAskedInTheClear(t *testing.T) {
	const nowhere = "&connect_timeout=1"
	for url, refused := range map[string]bool{
		"postgres://u@192.0.2.1/linli?x=1":                                      true, // prefer: falls back
		"postgres://u@192.0.2.1/linli?sslmode=disable":                          true,
		"postgres://u@192.0.2.1/linli?sslmode=allow":                            true,
		"postgres://u@127.0.0.1:1,192.0.2.1:1/linli?sslmode=disable":            true,
		"postgres://u@127.0.0.1:1/linli?sslmode=disable":                        false,
		"postgres://u@[::1]:1/linli?sslmode=disable":                            false,
		"postgres://u@localhost:1/linli?sslmode=prefer":                         false,
		"postgres:///linli?host=/nowhere&port=1&sslmode=disable":                false,
		"postgres://u@127.0.0.1:1/linli?sslmode=require":                        false,
		"postgres://u@127.0.0.1:1/linli?sslmode=verify-full&sslrootcert=system": false,
	} {
		if _, err := dialect.Open(t.Context(), url+nowhere, dialect.Options{}); errors.Is(err, dialect.ErrPlain) != refused {
			t.Errorf("%s: %v", url, err)
		}
	}
}
