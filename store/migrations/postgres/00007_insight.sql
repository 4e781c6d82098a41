-- +goose Up
-- What Changes have counted and nobody has folded yet: the counts of a unit's day (yyyymmdd) by kind of dispute and source. What
-- begins with m_ is counted on the day on which it happened, all else on the day of registration (performance: on the last due
-- day). Eight shards, so that processes do not queue on one row; a shard may fall below 0, the sum over shards is the count.
create table tally_step (
	tenant_id       bytea   not null,
	unit_id         bytea   not null,
	day             bigint  not null,
	type            text    not null,
	source          text    not null,
	shard           bigint  not null,
	registered      bigint  not null,
	mediated        bigint  not null,
	settled         bigint  not null,
	confirmable     bigint  not null,
	confirmed       bigint  not null,
	performance_due bigint  not null,
	part_performed  bigint  not null,
	performed       bigint  not null,
	m_accepted      bigint  not null,
	m_not_begun     bigint  not null,
	m_mediated      bigint  not null,
	m_settled       bigint  not null,
	m_oral          bigint  not null,
	m_confirmed     bigint  not null,
	m_performed     bigint  not null,
	m_ended         bigint  not null,
	primary key (tenant_id, unit_id, day, type, source, shard)
);

-- The same counts as sums, moved here out of tally_step: of a day (grain 1, period yyyymmdd), a month (2, yyyymm) and a year
-- (3, yyyy); of all cases together (axis all, no code), by kind (type) and by source. The zero unit is the whole office. A
-- count is a sum of this table and of what tally_step holds beside it, read by one statement.
create table tally (
	tenant_id       bytea   not null,
	unit_id         bytea   not null,
	axis            text    not null,
	grain           bigint  not null,
	period          bigint  not null,
	code            text    not null,
	registered      bigint  not null,
	mediated        bigint  not null,
	settled         bigint  not null,
	confirmable     bigint  not null,
	confirmed       bigint  not null,
	performance_due bigint  not null,
	part_performed  bigint  not null,
	performed       bigint  not null,
	m_accepted      bigint  not null,
	m_not_begun     bigint  not null,
	m_mediated      bigint  not null,
	m_settled       bigint  not null,
	m_oral          bigint  not null,
	m_confirmed     bigint  not null,
	m_performed     bigint  not null,
	m_ended         bigint  not null,
	primary key (tenant_id, unit_id, axis, grain, period, code)
);

-- Published counts by month that have no column in a cell of the tallies: what became of reports, promises due and kept, entries
-- written down late. code is a category or a kind of dispute, or empty.
create table count_month (
	tenant_id bytea not null,
	unit_id   bytea not null,
	month     bigint not null, -- yyyymm
	measure   text not null,
	code      text not null,
	shard     bigint not null,
	n         bigint not null,
	primary key (tenant_id, unit_id, month, measure, code, shard)
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

-- Surveys: how often each answer was chosen, and nothing of one answer. A used code is known by its keyed hash alone, until the
-- last day of its quarter and the next; it names no case.
create table survey_tally (
	tenant_id bytea not null,
	form text not null,
	period text not null,
	unit_id bytea not null,
	question text not null,
	answer text not null,
	n bigint not null,
	primary key (tenant_id, form, period, unit_id, question, answer)
);
create table survey_used (
	tenant_id bytea not null,
	hash bytea not null,
	ends bigint not null,
	primary key (tenant_id, hash)
);

-- +goose Down
drop table survey_used;
drop table survey_tally;
drop table stat_return;
drop table count_month;
drop table tally;
drop table tally_step;
