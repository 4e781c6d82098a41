-- The directory of services: one row an object of HSDS, with its own fields as JSON. It is about organisations, never about
-- people who ask for help.
-- +goose Up
create table directory (
	tenant_id  blob    not null,
	kind       text    not null,
	id         blob    not null,
	version    integer not null,
	run_id     blob    not null,
	changed_at integer not null,
	body       text    not null,
	primary key (tenant_id, kind, id)
) strict, without rowid;

-- Which objects name an object: what is nested in it, and what it is nested in.
create table directory_link (
	tenant_id blob not null,
	named_id  blob not null,
	kind      text not null,
	id        blob not null,
	primary key (tenant_id, named_id, kind, id)
) strict, without rowid;

-- What an import changed, so that it can be taken back. body is empty where the object was new.
create table directory_before (
	tenant_id  blob not null,
	run_id     blob not null,
	kind       text not null,
	id         blob not null,
	before_run blob not null,
	body       text not null,
	primary key (tenant_id, run_id, kind, id)
) strict, without rowid;

-- How what can be listed is found: by words of public text, needs, areas, languages and places.
create table directory_entry (
	tenant_id    blob    not null,
	kind         text    not null,
	id           blob    not null,
	listed       integer not null,
	changed_at   integer not null,
	confirmed_at integer not null,
	body         text    not null,
	words        text    not null,
	places       text    not null,
	primary key (tenant_id, kind, id)
) strict, without rowid;
create index directory_entry_confirmed on directory_entry (tenant_id, kind, listed, confirmed_at, id);
create table directory_word (
	tenant_id blob not null,
	kind      text not null,
	word      text not null,
	id        blob not null,
	primary key (tenant_id, kind, word, id)
) strict, without rowid;
create table directory_place (
	tenant_id blob    not null,
	kind      text    not null,
	north     integer not null,
	east      integer not null,
	id        blob    not null,
	primary key (tenant_id, kind, north, east, id)
) strict, without rowid;

-- +goose Down
drop table directory_place;
drop table directory_word;
drop table directory_entry;
drop table directory_before;
drop table directory_link;
drop table directory;
