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

-- +goose Down
drop table tally;
