package mediation_test

import (
	"testing"

	"linli/store/mediation"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", mediation.Queries()) }
