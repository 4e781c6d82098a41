package stipend_test

import (
	"testing"

	"linli/store/mediation/stipend"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", stipend.Queries()) }
