package duty_test

import (
	"testing"

	"linli/store/duty"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", duty.Queries()) }
