-- Whole files of cases that accounts asked to have printed: each row, with its key and its blob, is gone a day later.
-- +goose Up
create table bundle (
	tenant_id  blob    not null,
	id         blob    not null,
	case_id    blob    not null,
	account_id blob    not null,
	capability text    not null,
	language   text    not null,
	asked_at   integer not null,
	done       integer not null,
	papers     integer not null,
	ready_at   integer not null,
	failed     text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index bundle_case on bundle (tenant_id, case_id, account_id, id);

-- +goose Down
drop table bundle;
