package subscription_test

import (
	"testing"

	"linli/store/report/subscription"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", subscription.Queries()) }
