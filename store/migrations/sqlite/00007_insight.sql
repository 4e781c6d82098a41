-- +goose Up
-- Published counts as sharded deltas. grain 1 is a day, written yyyymmdd; grain 2 is a month, written yyyymm01, the sum of
-- its days, so that a long window reads few rows. n may fall below 0 in one shard; the sum over shards is the count.
create table tally (
	tenant_id blob    not null,
	measure   text    not null,
	grain     integer not null,
	day       integer not null,
	unit_id   blob    not null,
	shard     integer not null,
	n         integer not null,
	primary key (tenant_id, measure, grain, day, unit_id, shard)
) strict, without rowid;

-- The same counts by kind of dispute and source, for whole months (grain 1, period yyyymm) and years (grain 2, yyyy00). What
-- begins with m_ is counted in the month in which it happened, all else in the month of registration (performance: in the month
-- of the last due day). No shards: unit, kind and source spread the writers.
create table tally_cell (
	tenant_id       blob    not null,
	grain           integer not null,
	period          integer not null,
	unit_id         blob    not null,
	type            text    not null,
	source          text    not null,
	registered      integer not null,
	mediated        integer not null,
	settled         integer not null,
	confirmable     integer not null,
	confirmed       integer not null,
	performance_due integer not null,
	part_performed  integer not null,
	performed       integer not null,
	m_accepted      integer not null,
	m_not_begun     integer not null,
	m_mediated      integer not null,
	m_settled       integer not null,
	m_oral          integer not null,
	m_confirmed     integer not null,
	m_performed     integer not null,
	m_ended         integer not null,
	primary key (tenant_id, grain, period, unit_id, type, source)
) strict, without rowid;

-- Frozen versions of statistical returns. body is JSON of counts and codes; hash is its SHA-256 in hex. Rows are never changed.
create table stat_return (
	tenant_id  blob    not null,
	unit_id    blob    not null,
	form       text    not null,
	period     text    not null,
	version    integer not null,
	frozen_at  integer not null,
	account_id blob, -- null: the command line
	reason     text    not null,
	hash       text    not null,
	body       text    not null,
	primary key (tenant_id, unit_id, form, period, version)
) strict, without rowid;

-- +goose Down
drop table stat_return;
drop table tally_cell;
drop table tally;
