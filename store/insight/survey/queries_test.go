package survey_test

import (
	"testing"

	"linli/store/insight/survey"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", survey.Queries()) }
