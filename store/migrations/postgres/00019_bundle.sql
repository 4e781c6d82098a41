-- Whole files of cases that accounts asked to have printed: each row, with its key and its blob, is gone a day later.
-- +goose Up
create table bundle (
	tenant_id  bytea  not null,
	id         bytea  not null,
	case_id    bytea  not null,
	account_id bytea  not null,
	capability text   not null,
	language   text   not null,
	asked_at   bigint not null,
	done       bigint not null,
	papers     bigint not null,
	ready_at   bigint not null,
	failed     text   not null,
	primary key (tenant_id, id)
);
create index bundle_case on bundle (tenant_id, case_id, account_id, id);

-- +goose Down
drop table bundle;
