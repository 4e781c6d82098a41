package office

// Occupy takes one of the hasher's places until it is released.
func Occupy(h *Hasher) (release func()) {
	h.places <- struct{}{}
	return func() { <-h.places }
}

// Senders reports whether a name is refused as that of a body that can only write a letter.
var Senders = senders
