package invitation_test

import (
	"testing"

	"linli/store/mediation/invitation"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", invitation.Queries()) }
