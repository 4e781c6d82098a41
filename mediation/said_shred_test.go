package mediation

import "testing"

// Whose refusal was taken back, and who agreed then, is kept as every party is: the day of that refusal's shredding comes while the
// agreement is in force, and the case is open no more.
func TestWhoAgreedAfterAllIsNotShredded(t *testing.T) {
	r, cmd := saidOn["refuse"](t)
	r.do(cmd)
	if err := r.takesBack("refuse"); err != nil {
		t.Fatal(err)
	}
	r.to(Effective)
	r.refused("mediation.guard.still_asked", Shred{Party: r.b()})
}
