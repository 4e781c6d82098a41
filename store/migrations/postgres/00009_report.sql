-- Complaints about the office and its mediators. A row is the fold of its case_event rows: body holds the clear facts. unit_id
-- is the unit whose desk answers, never the one that it is about.
-- +goose Up
create table report (
	tenant_id bytea   not null,
	id        bytea   not null,
	unit_id   bytea   not null,
	version   bigint  not null,
	due_at    bigint  not null,
	body      text    not null,
	primary key (tenant_id, id)
);
create index report_unit on report (tenant_id, unit_id, due_at, id);

-- +goose Down
drop table report;
