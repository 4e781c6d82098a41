-- What the office owes on its own account, one row an occurrence: the fold of its case_event rows. home_id is the unit that owed
-- it first, so that it is there once whoever has it now; waits is 'do', 'check' or empty; last_at is the last instant in time, and
-- next_at when what it waits for falls due.
-- +goose Up
create table duty (
	tenant_id  blob    not null,
	id         blob    not null,
	unit_id    blob    not null,
	home_id    blob    not null,
	rule       text    not null,
	period     text    not null,
	version    integer not null,
	waits      text    not null,
	last_at    integer not null,
	next_at    integer not null,
	of_id      blob,
	updated_at integer not null,
	body       text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create unique index duty_once on duty (tenant_id, home_id, rule, period);
create index duty_unit on duty (tenant_id, unit_id, last_at, id);
create index duty_waits on duty (tenant_id, unit_id, waits, next_at, id);
create index duty_of on duty (tenant_id, of_id, id);
create index duty_last on duty (tenant_id, last_at, home_id, rule, period);

-- +goose Down
drop table duty;
