package office

// Occupy takes one of the hasher's places until it is released.
func Occupy(h *Hasher) (release func()) {
	h.places <- struct{}{}
	return func() { <-h.places }
}
