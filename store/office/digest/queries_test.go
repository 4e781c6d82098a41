package digest_test

import (
	"testing"

	"linli/store/office/digest"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", digest.Queries()) }
