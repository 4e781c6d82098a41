-- What people report. A row is the fold of its case_event rows: body holds the clear facts. unit_id is the unit whose desk or
-- queue answers, never the one that it is about; lane is 'desk' for what is answered outside the unit that it is about, and
-- 'queue' for what a unit handles itself. report_public holds what everybody may read; report_place the public places that the
-- office lists, and report_area what it serves. lat and long are millionths of a degree.
-- +goose Up
create table report (
	tenant_id   bytea    not null,
	id          bytea    not null,
	unit_id     bytea    not null,
	version     bigint not null,
	lane        text    not null,
	kind        text    not null,
	category    text    not null,
	state       text    not null,
	taken       bigint not null,
	look        bigint not null,
	due_at      bigint not null,
	received_at bigint not null,
	updated_at  bigint not null,
	body        text    not null,
	primary key (tenant_id, id)
);
create index report_unit on report (tenant_id, unit_id, lane, due_at, id, state, category, kind, taken, received_at, updated_at, look);
create index report_near on report (tenant_id, unit_id, category, received_at, id);

create table report_public (
	tenant_id   bytea    not null,
	public_id   bytea    not null,
	case_id     bytea    not null,
	unit_id     bytea    not null,
	category    text    not null,
	kind        text    not null,
	state       text    not null,
	open        bigint not null,
	published_at bigint not null,
	received_at bigint not null,
	updated_at  bigint not null,
	expected_at bigint not null,
	fixed_at    bigint not null,
	closed_at   bigint not null,
	words       text    not null,
	place       text    not null,
	answer      text    not null,
	lat         bigint not null,
	long        bigint not null,
	pictures    bigint not null,
	primary key (tenant_id, public_id)
);
create index report_public_time on report_public (tenant_id, received_at, public_id);
create index report_public_shown on report_public (tenant_id, published_at, public_id);
create index report_public_changed on report_public (tenant_id, updated_at, public_id);

-- Copies of photographs that everybody sees, drawn anew with what a person covered.
create table report_picture (
	tenant_id bytea not null,
	public_id bytea not null,
	n         bigint not null,
	copy      bytea not null,
	primary key (tenant_id, public_id, n)
);

-- Which reports an import brought in: their numbers in the register they come from, and the run to undo them by.
create table report_ref (
	tenant_id   bytea not null,
	unit_id     bytea not null,
	ref         text not null,
	case_id     bytea not null,
	run_id      bytea not null,
	fingerprint bytea not null,
	primary key (tenant_id, unit_id, ref)
);
create index report_ref_run on report_ref (tenant_id, run_id, case_id);

create table report_place (
	tenant_id bytea    not null,
	id        bytea    not null,
	unit_id   bytea    not null,
	name      text    not null,
	lat       bigint not null,
	long      bigint not null,
	closed_at bigint not null,
	primary key (tenant_id, id)
);

-- Other offices that reports are sent to, over Open311.
create table recipient (
	tenant_id bytea not null,
	id        bytea not null,
	version   bigint not null,
	body      text not null,
	primary key (tenant_id, id)
);

create table report_area (
	tenant_id bytea not null,
	corners   text not null,
	primary key (tenant_id)
);

-- +goose Down
drop table report_area;
drop table recipient;
drop table report_place;
drop table report_ref;
drop table report_picture;
drop table report_public;
drop table report;
