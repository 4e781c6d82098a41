-- What everybody is told of public reports that moved, in the order in which it is told. Where a category could show a home it is told at the
-- end of the week. Of what happened before this table nobody knows here whose category that is: all of it is told at the end of its week,
-- by the clock of UTC. Microseconds; the first Monday was four days after 1970 began.
-- +goose Up
create table report_update (
	tenant_id blob    not null,
	public_id blob    not null,
	seq       integer not null,
	event_id  blob    not null,
	kind      text    not null,
	told_at   integer not null,
	primary key (tenant_id, public_id, seq)
) strict, without rowid;
create index report_update_told on report_update (tenant_id, told_at, public_id, seq);
insert into report_update (tenant_id, public_id, seq, event_id, kind, told_at)
	select p.tenant_id, p.public_id, e.seq, e.id, e.kind, ((e.at + 259200000000) / 604800000000 + 1) * 604800000000 - 259200000000
	from report_public p join case_event e on e.tenant_id = p.tenant_id and e.case_id = p.case_id where e.kind in ('accept', 'not_accept', 'assign', 'transfer', 'start', 'answer', 'fix', 'recheck', 'recheck_failed', 'close', 'reopen', 'ask_review',
	'decide_review', 'send_back', 'join', 'part');
drop index report_public_changed;

-- +goose Down
create index report_public_changed on report_public (tenant_id, updated_at, public_id);
drop table report_update;
