package directory_test

import (
	"testing"

	"linli/store/referral/directory"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", directory.Queries()) }
