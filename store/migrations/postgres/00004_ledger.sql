-- +goose Up
-- The ledger 台账: an append-only Merkle log (RFC 6962) for each tenant. Its rows hold no personal data and outlive every case.

-- How far the tree is. size, indexed and checkpointed are compared and swapped by every write of a sequencer.
create table ledger_tree (
	tenant_id     bytea   not null,
	size          bigint  not null,
	indexed       bigint  not null,
	checkpointed  bigint  not null,
	checkpoint_at bigint  not null,
	holder        bytea,
	lease_until   bigint  not null,
	primary key (tenant_id)
);

-- Leaves on their way into the tree, written in the event's own transaction.
create table ledger_queue (
	tenant_id  bytea   not null,
	id         bytea   not null,
	event_id   bytea   not null,
	commitment bytea   not null,
	queued_at  bigint  not null,
	primary key (tenant_id, id)
);

-- Leaf hashes by their index, dummies among them, without any hint of which event is whose.
create table ledger_leaf (
	tenant_id bytea   not null,
	idx       bigint  not null,
	leaf      bytea   not null,
	primary key (tenant_id, idx)
);

-- Inner hashes, in the order in which leaves complete them.
create table ledger_node (
	tenant_id bytea   not null,
	idx       bigint  not null,
	hash      bytea   not null,
	primary key (tenant_id, idx)
);

-- Where a leaf stands, by the first 8 bytes of its hash; filled in sorted runs, because hashes come in no order.
create table ledger_place (
	tenant_id bytea   not null,
	prefix    bytea   not null,
	idx       bigint  not null,
	primary key (tenant_id, prefix, idx)
);

create table ledger_checkpoint (
	tenant_id bytea   not null,
	size      bigint  not null,
	root      bytea   not null,
	at        bigint  not null,
	note      text    not null,
	primary key (tenant_id, size)
);

-- Countersignatures of witnesses, one signature line of a signed note each.
create table ledger_cosignature (
	tenant_id bytea   not null,
	size      bigint  not null,
	witness   text    not null,
	line      text    not null,
	primary key (tenant_id, size, witness)
);

-- Signing keys, wrapped; the highest ordinal signs, all of them verify.
create table ledger_key (
	tenant_id bytea   not null,
	ordinal   bigint  not null,
	verifier  text    not null,
	sealed    bytea   not null,
	made_at   bigint  not null,
	primary key (tenant_id, ordinal)
);

-- +goose Down
drop table ledger_key;
drop table ledger_cosignature;
drop table ledger_checkpoint;
drop table ledger_place;
drop table ledger_node;
drop table ledger_leaf;
drop table ledger_queue;
drop table ledger_tree;
