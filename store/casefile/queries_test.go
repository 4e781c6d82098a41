package casefile_test

import (
	"testing"

	"linli/store/casefile"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", casefile.Queries()) }
