-- +goose Up
-- Published counts as sharded deltas. grain 1 is a day, written yyyymmdd; grain 2 is a month, written yyyymm01, the sum of
-- its days, so that a long window reads few rows. n may fall below 0 in one shard; the sum over shards is the count.
create table tally (
	tenant_id bytea   not null,
	measure   text    not null,
	grain     bigint  not null,
	day       bigint  not null,
	unit_id   bytea   not null,
	shard     bigint  not null,
	n         bigint  not null,
	primary key (tenant_id, measure, grain, day, unit_id, shard)
);

-- The same counts by kind of dispute and source, for whole months (grain 1, period yyyymm) and years (grain 2, yyyy00). What
-- begins with m_ is counted in the month in which it happened, all else in the month of registration (performance: in the month
-- of the last due day). No shards: unit, kind and source spread the writers.
create table tally_cell (
	tenant_id       bytea   not null,
	grain           bigint not null,
	period          bigint not null,
	unit_id         bytea   not null,
	type            text    not null,
	source          text    not null,
	registered      bigint not null,
	mediated        bigint not null,
	settled         bigint not null,
	confirmable     bigint not null,
	confirmed       bigint not null,
	performance_due bigint not null,
	part_performed  bigint not null,
	performed       bigint not null,
	m_accepted      bigint not null,
	m_not_begun     bigint not null,
	m_mediated      bigint not null,
	m_settled       bigint not null,
	m_oral          bigint not null,
	m_confirmed     bigint not null,
	m_performed     bigint not null,
	m_ended         bigint not null,
	primary key (tenant_id, grain, period, unit_id, type, source)
);

-- Frozen versions of statistical returns. body is JSON of counts and codes; hash is its SHA-256 in hex. Rows are never changed.
create table stat_return (
	tenant_id  bytea   not null,
	unit_id    bytea   not null,
	form       text    not null,
	period     text    not null,
	version    bigint  not null,
	frozen_at  bigint  not null,
	account_id bytea, -- null: the command line
	reason     text    not null,
	hash       text    not null,
	body       text    not null,
	primary key (tenant_id, unit_id, form, period, version)
);

-- +goose Down
drop table stat_return;
drop table tally_cell;
drop table tally;
