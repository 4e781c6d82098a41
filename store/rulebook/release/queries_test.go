package release_test

import (
	"testing"

	"linli/store/rulebook/release"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", release.Queries()) }
