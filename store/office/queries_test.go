package office_test

import (
	"testing"

	"linli/store/office"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", office.Queries()) }
