package breach_test

import (
	"testing"

	"linli/store/casefile/breach"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", breach.Queries()) }
