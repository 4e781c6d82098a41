-- The directory of services: one row an object of HSDS, with its own fields as JSON. It is about organisations, never about
-- people who ask for help.
-- +goose Up
create table directory (
	tenant_id  bytea    not null,
	kind       text    not null,
	id         bytea    not null,
	version    bigint not null,
	run_id     bytea    not null,
	changed_at bigint not null,
	body       text    not null,
	primary key (tenant_id, kind, id)
);

-- Which objects name an object: what is nested in it, and what it is nested in.
create table directory_link (
	tenant_id bytea not null,
	named_id  bytea not null,
	kind      text not null,
	id        bytea not null,
	primary key (tenant_id, named_id, kind, id)
);

-- What an import changed, so that it can be taken back. body is empty where the object was new.
create table directory_before (
	tenant_id  bytea not null,
	run_id     bytea not null,
	kind       text not null,
	id         bytea not null,
	before_run bytea not null,
	body       text not null,
	primary key (tenant_id, run_id, kind, id)
);

-- How what can be listed is found: by words of public text, needs, areas, languages and places.
create table directory_entry (
	tenant_id    bytea    not null,
	kind         text    not null,
	id           bytea    not null,
	listed       bigint not null,
	changed_at   bigint not null,
	confirmed_at bigint not null,
	body         text    not null,
	words        text    not null,
	places       text    not null,
	primary key (tenant_id, kind, id)
);
create index directory_entry_confirmed on directory_entry (tenant_id, kind, listed, confirmed_at, id);
create table directory_word (
	tenant_id bytea not null,
	kind      text not null,
	word      text not null,
	id        bytea not null,
	primary key (tenant_id, kind, word, id)
);
create table directory_place (
	tenant_id bytea    not null,
	kind      text    not null,
	north     bigint not null,
	east      bigint not null,
	id        bytea    not null,
	primary key (tenant_id, kind, north, east, id)
);

-- +goose Down
drop table directory_place;
drop table directory_word;
drop table directory_entry;
drop table directory_before;
drop table directory_link;
drop table directory;
