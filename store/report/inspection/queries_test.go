package inspection_test

import (
	"testing"

	"linli/store/report/inspection"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", inspection.Queries()) }
