-- Slips that are given before their case is there, to somebody at a counter without a line. They stood among the codes of
-- mediation, where only an application could use them.
-- +goose Up
create table reserved_slip (
	tenant_id  bytea not null,
	account_id bytea not null,
	code       text  not null,
	hash       text  not null,
	ends_at    bigint not null,
	primary key (tenant_id, account_id, code)
);
create index reserved_slip_end on reserved_slip (tenant_id, ends_at);
insert into reserved_slip (tenant_id, account_id, code, hash, ends_at)
	select tenant_id, case_id, substr(act, 6), body, ends_at from half_signed where kind = 'reserved';
delete from half_signed where kind = 'reserved';

-- +goose Down
insert into half_signed (tenant_id, case_id, act, kind, body, tries, ends_at)
	select tenant_id, account_id, 'slip:' || code, 'reserved', hash, 0, ends_at from reserved_slip;
drop table reserved_slip;
