package vaulttest_test

import (
	"testing"

	"linli/platform/vault/vaulttest"
)

func TestContract(t *testing.T) { vaulttest.Contract(t, vaulttest.NewStore()) }
