// Package ledger is the 台账: an append-only Merkle log a tenant, in which every event leaves one salted commitment.
//
// A resident who holds a receipt 回执 can prove, years later and without trusting the office, that what the office wrote
// down on the day of the receipt has not been altered since.
//
// # Words
//
//	commitment  HMAC-SHA256 of an event's canonical bytes under the event's salt; tells nothing without the salt
//	leaf        the RFC 6962 leaf hash of the 32 bytes of a commitment: SHA-256(0x00 ‖ commitment)
//	queue       leaves written by the event's own transaction and not yet part of the tree
//	sequencer   the one writer of a tenant's tree; takes what waits in the queue and gives each leaf its index
//	checkpoint  a signed statement of the tree's size and root, once a minute when the tree grew (a "signed note")
//	receipt     the office's signed promise that an event is in the ledger; with a checkpoint and a proof it is proven
//	witness     somebody outside who remembers checkpoints and countersigns only those that extend what it remembers
//
// # The road of a leaf
//
//	event's transaction ──► queue ──(sequencer, ≤ 1 s)──► tree ──(≤ 1 min, padded)──► checkpoint ──► proof in the receipt
//	        │                                                                              │
//	        └── after commit: receipt, signed, proof still null                            └──► witnesses
//
// Writers never wait for one another: they only insert a queue row. The sequencer takes rows that are not yet in the tree,
// never "rows above the last id", because transactions do not commit in the order of their ids. Several processes may run
// a sequencer of the same tenant: a lease keeps them from doing the work twice, and a compare-and-swap on the tree's size,
// in the transaction that appends, keeps two of them from forking the tree whatever the lease says.
//
// # Padding
//
// A checkpoint's size is public, so it must not tell how many events an office had. Before each checkpoint the sequencer
// fills the tree up to the next multiple of [Step] with dummy leaves: 32 random bytes each, which nobody can tell from
// commitments. docs/ledger.md says what this costs and what it cannot hide.
//
// # Bounds of the proof
//
// The proof shows that nothing changed after the receipt was given. That the time in it was true when it was given is
// bounded by the receipt's own time and no more. Erasing a case destroys its salts; its leaves stay, and say nothing.
package ledger
