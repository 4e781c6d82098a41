-- What every case shares. Clear columns hold ids, codes and instants (microseconds since 1970, UTC; 0 is none); what
-- people said or are called is in sealed.body, under keys that another database holds.
-- +goose Up
create table case_event (
	tenant_id  bytea  not null,
	case_id    bytea  not null,
	seq        bigint not null,
	id         bytea  not null,
	kind       text   not null,
	at         bigint not null,
	claimed_at bigint not null,
	by_kind    text   not null,
	by_account bytea,
	by_post    text   not null,
	by_party   bytea,
	visibility text   not null,
	reason     text   not null,
	body       text   not null,
	secrets    bytea  not null,
	salt       bytea  not null,
	commitment bytea  not null,
	primary key (tenant_id, case_id, seq)
);

create table case_key (
	tenant_id  bytea not null,
	case_id    bytea not null,
	kind       text  not null,
	section_of bytea not null,
	key_id     bytea not null,
	primary key (tenant_id, case_id, kind, section_of)
);
create index case_key_id on case_key (tenant_id, key_id);

create table sealed (
	tenant_id bytea  not null,
	case_id   bytea  not null,
	field     text   not null,
	owner_id  bytea  not null,
	key_id    bytea  not null,
	version   bigint not null,
	body      bytea  not null,
	primary key (tenant_id, case_id, field, owner_id)
);

create table promise (
	tenant_id    bytea  not null,
	case_id      bytea  not null,
	rule_key     text   not null,
	rule         text   not null,
	capability   text   not null,
	unit_id      bytea  not null,
	subject_id   bytea,
	owed_by      text   not null,
	start_at     bigint not null,
	due_at       bigint not null,
	provisional  bigint not null,
	state        text   not null,
	end_at       bigint not null,
	ended_by     bytea,
	paused_since bigint not null,
	extended     bigint not null,
	warn_at      bigint not null,
	primary key (tenant_id, case_id, rule_key)
);
create index promise_due on promise (tenant_id, unit_id, state, due_at, case_id, rule_key, rule);
create index promise_sweep on promise (tenant_id, state, due_at, case_id, rule_key, rule);
create index promise_warn on promise (tenant_id, warn_at, case_id, rule_key);

create table slip (
	tenant_id  bytea  not null,
	code       text   not null,
	case_id    bytea  not null,
	capability text   not null,
	party_id   bytea  not null,
	hash       text   not null,
	issued_at  bigint not null,
	ended_at   bigint not null,
	session    bigint not null,
	primary key (tenant_id, code)
);
create index slip_case on slip (tenant_id, case_id);

create table assignment (
	tenant_id  bytea  not null,
	account_id bytea  not null,
	unit_id    bytea  not null,
	case_id    bytea  not null,
	capability text   not null,
	since      bigint not null,
	primary key (tenant_id, account_id, unit_id, case_id)
);

create table counter (
	tenant_id bytea  not null,
	unit_id   bytea  not null,
	year      bigint not null,
	kind      text   not null,
	n         bigint not null,
	primary key (tenant_id, unit_id, year, kind)
);

create table answer (
	tenant_id  bytea  not null,
	request    bytea  not null,
	asked      bytea  not null,
	sealed     bytea  not null,
	expires_at bigint not null,
	primary key (tenant_id, request)
);
create index answer_expires on answer (tenant_id, expires_at);

-- +goose Down
drop table answer;
drop table counter;
drop table assignment;
drop table slip;
drop table promise;
drop table sealed;
drop table case_key;
drop table case_event;
