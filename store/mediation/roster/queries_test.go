package roster_test

import (
	"testing"

	"linli/store/mediation/roster"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", roster.Queries()) }
