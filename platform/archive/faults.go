package archive

import "linli/platform/fault"

// What is wrong with a file. Args: kind and want, entry, format.
var (
	// ErrForeign: the file was never a backup of linli's.
	ErrForeign = fault.New(fault.Invalid, "archive.foreign")
	// ErrNewer: a newer program wrote it in a form that this one does not know.
	ErrNewer = fault.New(fault.Invalid, "archive.newer")
	// ErrKind: it is a backup of another kind than asked for.
	ErrKind = fault.New(fault.Invalid, "archive.kind")
	// ErrTorn: it ends too early.
	ErrTorn = fault.New(fault.Invalid, "archive.torn")
	// ErrDamaged: what it holds is not what was written.
	ErrDamaged = fault.New(fault.Invalid, "archive.damaged")
)
