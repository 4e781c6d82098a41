package webhook_test

import (
	"testing"

	"linli/store/office/webhook"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", webhook.Queries()) }
