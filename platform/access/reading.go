package access

// Words are the message keys with which a resident is told who read the case and why: the role, never a name.
func (r Row) Words() (reader, purpose string) {
	who := string(r.Post)
	switch {
	case r.Kind == Resident:
		who = "party"
	case r.Kind == Provider:
		who = "provider"
	case r.Kind == System:
		who = "system"
	case who == "":
		who = "staff"
	}
	return "access.reader." + who, "access.purpose." + string(r.Purpose)
}
