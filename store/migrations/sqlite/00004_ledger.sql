-- +goose Up
-- The ledger 台账: an append-only Merkle log (RFC 6962) for each tenant. Its rows hold no personal data and outlive every case.

-- How far the tree is. size, indexed and checkpointed are compared and swapped by every write of a sequencer.
create table ledger_tree (
	tenant_id     blob    not null,
	size          integer not null,
	indexed       integer not null,
	checkpointed  integer not null,
	checkpoint_at integer not null,
	holder        blob,
	lease_until   integer not null,
	primary key (tenant_id)
) strict, without rowid;

-- Leaves on their way into the tree, written in the event's own transaction.
create table ledger_queue (
	tenant_id  blob    not null,
	id         blob    not null,
	event_id   blob    not null,
	commitment blob    not null,
	queued_at  integer not null,
	primary key (tenant_id, id)
) strict, without rowid;

-- Leaf hashes by their index, dummies among them, without any hint of which event is whose.
create table ledger_leaf (
	tenant_id blob    not null,
	idx       integer not null,
	leaf      blob    not null,
	primary key (tenant_id, idx)
) strict, without rowid;

-- Inner hashes, in the order in which leaves complete them.
create table ledger_node (
	tenant_id blob    not null,
	idx       integer not null,
	hash      blob    not null,
	primary key (tenant_id, idx)
) strict, without rowid;

-- Where a leaf stands, by the first 8 bytes of its hash; filled in sorted runs, because hashes come in no order.
create table ledger_place (
	tenant_id blob    not null,
	prefix    blob    not null,
	idx       integer not null,
	primary key (tenant_id, prefix, idx)
) strict, without rowid;

create table ledger_checkpoint (
	tenant_id blob    not null,
	size      integer not null,
	root      blob    not null,
	at        integer not null,
	note      text    not null,
	primary key (tenant_id, size)
) strict, without rowid;

-- Countersignatures of witnesses, one signature line of a signed note each.
create table ledger_cosignature (
	tenant_id blob    not null,
	size      integer not null,
	witness   text    not null,
	line      text    not null,
	primary key (tenant_id, size, witness)
) strict, without rowid;

-- Signing keys, wrapped; the highest ordinal signs, all of them verify.
create table ledger_key (
	tenant_id blob    not null,
	ordinal   integer not null,
	verifier  text    not null,
	sealed    blob    not null,
	made_at   integer not null,
	primary key (tenant_id, ordinal)
) strict, without rowid;

-- +goose Down
drop table ledger_key;
drop table ledger_cosignature;
drop table ledger_checkpoint;
drop table ledger_place;
drop table ledger_node;
drop table ledger_leaf;
drop table ledger_queue;
drop table ledger_tree;
