-- +goose Up
-- Consent records after ISO/IEC TS 27560: ids, dates and codes. subject_id is the party's, of this case only, and stands
-- in no index. until and expires_at are 0 where nothing runs.
create table consent (
	tenant_id        bytea   not null,
	case_id          bytea   not null,
	id               bytea   not null,
	subject_id       bytea   not null,
	schema_version   text    not null,
	notice_version   text    not null,
	notice_hash      text    not null,
	notice_language  text    not null,
	purpose          text    not null,
	fields           text    not null,
	recipient_kind   text    not null,
	recipient_id     bytea,
	storage_place    text    not null,
	storage_rule     text    not null,
	withdrawal       text    not null,
	jurisdiction     text    not null,
	guardian_id      bytea,
	state            text    not null,
	until            bigint  not null,
	expires_at       bigint  not null,
	version          bigint  not null,
	primary key (tenant_id, case_id, id)
);
create index consent_due on consent (tenant_id, expires_at, case_id, id);

-- What was said, oldest first; rows are never changed.
create table consent_act (
	tenant_id  bytea   not null,
	case_id    bytea   not null,
	consent_id bytea   not null,
	seq        bigint  not null,
	event      text    not null,
	state      text    not null,
	at         bigint  not null,
	claimed_at bigint  not null,
	until      bigint  not null,
	how        text    not null,
	voice      text    not null,
	account_id bytea,
	reason     text    not null,
	primary key (tenant_id, case_id, consent_id, seq)
);

-- +goose Down
drop table consent_act;
drop table consent;
