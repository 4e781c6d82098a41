package ledger

// Columns are the columns of the ledger's tables, "table.column", each with what it is needed for. All of them are
// clear: no row of the ledger holds personal data.
func Columns() [][2]string {
	return [][2]string{
		{"ledger_tree.tenant_id", "whose tree it is"}, {"ledger_tree.size", "leaves in the tree"},
		{"ledger_tree.indexed", "leaves that can be found by their hash"}, {"ledger_tree.checkpointed", "size of the newest checkpoint"},
		{"ledger_tree.checkpoint_at", "when it was signed"}, {"ledger_tree.holder", "the sequencer at work"},
		{"ledger_tree.lease_until", "until when it is"},
		{"ledger_queue.tenant_id", "whose leaf it is"}, {"ledger_queue.id", "order of the queue"}, {"ledger_queue.event_id", "the event"},
		{"ledger_queue.commitment", "salted hash of the event"}, {"ledger_queue.queued_at", "a late leaf is an alarm"},
		{"ledger_leaf.tenant_id", "whose leaf it is"}, {"ledger_leaf.idx", "place in the tree"}, {"ledger_leaf.leaf", "hash of the commitment"},
		{"ledger_node.tenant_id", "whose tree it is"}, {"ledger_node.idx", "place in the tree"}, {"ledger_node.hash", "hash of the leaves below"},
		{"ledger_place.tenant_id", "whose tree it is"}, {"ledger_place.prefix", "beginning of a leaf's hash"}, {"ledger_place.idx", "its place"},
		{"ledger_checkpoint.tenant_id", "whose checkpoint it is"}, {"ledger_checkpoint.size", "size of the tree"},
		{"ledger_checkpoint.root", "hash of the whole tree"}, {"ledger_checkpoint.at", "when it was signed"},
		{"ledger_checkpoint.note", "the signed text, public"},
		{"ledger_cosignature.tenant_id", "whose checkpoint it is"}, {"ledger_cosignature.size", "which checkpoint"},
		{"ledger_cosignature.witness", "who countersigned"}, {"ledger_cosignature.line", "the countersignature"},
		{"ledger_key.tenant_id", "whose key it is"}, {"ledger_key.ordinal", "the newest signs, all verify"},
		{"ledger_key.verifier", "the public key"}, {"ledger_key.sealed", "the signing key, wrapped"}, {"ledger_key.made_at", "since when"},
	}
}
