-- +goose Up
-- Work that can wait. wake_at is when a worker may take the job: run_at while it waits, the end of the lease while it
-- runs. payload holds ids and codes only. A done job is no row.
create table job (
	tenant_id  bytea   not null,
	id         bytea   not null,
	kind       text    not null,
	payload    text    not null,
	state      text    not null,
	run_at     bigint  not null,
	wake_at    bigint  not null,
	lease      bigint  not null,
	attempts   bigint  not null,
	last_error text    not null,
	made_at    bigint  not null,
	primary key (tenant_id, id)
);
create index job_due on job (tenant_id, state, kind, wake_at, id);

-- Lines on the pages of an account, or of a party of one case. args holds ids and codes only. read_at is 0 while unread.
create table notice (
	tenant_id  bytea   not null,
	id         bytea   not null,
	account_id bytea,
	case_id    bytea,
	party_id   bytea,
	key        text    not null,
	args       text    not null,
	at         bigint  not null,
	read_at    bigint  not null,
	primary key (tenant_id, id)
);
create index notice_account on notice (tenant_id, account_id, id);
create index notice_unread on notice (tenant_id, account_id, id) where read_at = 0;
create index notice_case on notice (tenant_id, case_id, id);

-- Programs of the office's own that are told of its events, by id alone, and what was delivered to them.
create table webhook (
	tenant_id bytea not null,
	id        bytea not null,
	version   bigint not null,
	body      text not null,
	primary key (tenant_id, id)
);
create table webhook_delivery (
	tenant_id bytea not null,
	id        bytea not null,
	hook_id   bytea not null,
	version   bigint not null,
	made_at   bigint not null,
	body      text not null,
	primary key (tenant_id, id)
);
create index webhook_delivery_hook on webhook_delivery (tenant_id, hook_id, id);
create index webhook_delivery_made on webhook_delivery (tenant_id, made_at);

-- Who of the office wants a daily mail; the address is sealed in the body.
create table digest (
	tenant_id  bytea    not null,
	account_id bytea    not null,
	version    bigint not null,
	next_at    bigint not null, -- 0: none is due
	body       text    not null,
	primary key (tenant_id, account_id)
);
create index digest_next on digest (tenant_id, next_at);

-- +goose Down
drop table digest;
drop table webhook_delivery;
drop table webhook;
drop table notice;
drop table job;
