-- Inspections of public places. A row is the fold of its case_event rows. inspection_place is what the register of places has
-- beside the names in report_place, inspection_visit the visits of monthly rounds: they write down no person who was met there.
-- +goose Up
create table inspection (
	tenant_id    blob    not null,
	id           blob    not null,
	unit_id      blob    not null,
	version      integer not null,
	place_id     blob    not null,
	kind         text    not null,
	state        text    not null,
	open         integer not null,
	due_at       integer not null,
	begun_at     integer not null,
	recorded_at  integer not null,
	published_at integer not null,
	words        text    not null,
	body         text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index inspection_unit on inspection (tenant_id, unit_id, due_at, id);
create index inspection_of on inspection (tenant_id, place_id, begun_at, id);
create index inspection_recorded on inspection (tenant_id, unit_id, recorded_at, place_id);
create index inspection_published on inspection (tenant_id, published_at, id);

create table inspection_place (
	tenant_id   blob    not null,
	id          blob    not null,
	version     integer not null,
	kind        text    not null,
	area        text    not null,
	keeper      text    not null,
	operator    text    not null,
	contact_key blob,
	run_id      blob,
	former      text    not null,
	primary key (tenant_id, id)
) strict, without rowid;

create table inspection_visit (
	tenant_id  blob    not null,
	unit_id    blob    not null,
	day        text    not null,
	id         blob    not null,
	place_id   blob    not null,
	at         integer not null,
	account_id blob    not null,
	body       text    not null,
	primary key (tenant_id, unit_id, day, id)
) strict, without rowid;

-- +goose Down
drop table inspection_visit;
drop table inspection_place;
drop table inspection;
