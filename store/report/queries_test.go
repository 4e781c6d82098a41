package report_test

import (
	"testing"

	"linli/store/report"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", report.Queries()) }
