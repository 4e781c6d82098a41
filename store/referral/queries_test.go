package referral_test

import (
	"testing"

	"linli/store/referral"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", referral.Queries()) }
