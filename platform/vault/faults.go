package vault

import "linli/platform/fault"

// What the vault answers. Compare with errors.Is; the cause below each is for the log and holds ids only, never text.
var (
	// ErrRefused: no grant, or a grant of another case. The reader's access row does not cover this text.
	ErrRefused = fault.New(fault.Forbidden, "vault.refused")
	// ErrDamaged: the body is cut, altered, of an unknown version or moved from another row.
	ErrDamaged = fault.New(fault.Internal, "vault.damaged")
	// ErrShredded: the erasure journal says that the key was destroyed. The text is gone for good.
	ErrShredded = fault.New(fault.NotFound, "vault.shredded")
	// ErrKeyMissing: the tenant's key store holds no such key and no erasure names it. The key belongs to another
	// tenant, or the key store is older than the case store; nothing was erased on purpose.
	ErrKeyMissing = fault.New(fault.Internal, "vault.key_missing")
	// ErrUnavailable: the key store cannot be read or written now.
	ErrUnavailable = fault.New(fault.Unavailable, "vault.unavailable")
	// ErrField: the field is not one that the field table lets anyone seal.
	ErrField = fault.New(fault.Internal, "vault.field_unknown")
	// ErrOperatorMode: the operator key's file can be read or written by others than its owner.
	ErrOperatorMode = fault.New(fault.Unavailable, "vault.operator.mode")
	// ErrOperatorFile: the operator key's file is missing or is not one that linli wrote.
	ErrOperatorFile = fault.New(fault.Unavailable, "vault.operator.file")
	// ErrOperatorPassphrase: the operator key's file needs a passphrase, and this is not it.
	ErrOperatorPassphrase = fault.New(fault.Unavailable, "vault.operator.passphrase")
	// ErrOperatorLocked: a key service locked the operator key's file, and none is set.
	ErrOperatorLocked = fault.New(fault.Unavailable, "vault.operator.locked")
	// ErrOperatorService: the key service did not lock or open the operator key's file.
	ErrOperatorService = fault.New(fault.Unavailable, "vault.operator.service")
	// ErrOperatorOther: the key store was wrapped by another operator key than the one given.
	ErrOperatorOther = fault.New(fault.Unavailable, "vault.operator.other")
	// ErrJournal: an erasure journal that cannot be read to its end.
	ErrJournal = fault.New(fault.Invalid, "vault.journal.damaged")
)
