package recipient_test

import (
	"testing"

	"linli/store/report/recipient"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", recipient.Queries()) }
