-- +goose Up
-- The office itself. Of its staff linli keeps what signing in needs and a name; of residents nothing stands here.

-- The one table that is read without a tenant: it says whose a tag or a slug is.
create table tenant_tag (
	tag       text not null primary key,
	kind      text not null, -- tag (random, in front of cookies, tokens and codes) or slug (in addresses)
	tenant_id bytea not null
);
create index tenant_tag_kind on tenant_tag (kind, tenant_id);

create table tenant (
	tenant_id  bytea not null primary key,
	slug       text not null,
	tag        text not null,
	name       text not null,
	zone       text not null, -- IANA
	languages  text not null, -- with commas between them
	rulebook   text not null,
	rooms      text not null, -- address of the office's own video server; empty: none
	created_at bigint not null,
	version    bigint not null
);

-- The versions of rulebooks under which the tenant's cases began. Their text is not changed afterwards.
create table tenant_rulebook (
	tenant_id bytea not null,
	book      text not null,
	version   text not null,
	hash      text not null,
	since     bigint not null,
	primary key (tenant_id, book, version)
);

create table unit (
	tenant_id bytea not null,
	id        bytea not null,
	parent_id bytea, -- null: the root
	level     text not null,
	code      text not null,
	name      text not null,
	address   text not null, -- where the unit receives people, when, and under which number; public, and may be empty
	phone     text not null,
	hours     text not null,
	closed_at bigint not null, -- 0: open
	version   bigint not null,
	primary key (tenant_id, id)
);
create unique index unit_code on unit (tenant_id, code);

create table account (
	tenant_id  bytea not null,
	id         bytea not null,
	unit_id    bytea not null, -- the unit that looks after the account
	login      text not null,
	name       text not null,
	language   text not null,
	password   text not null, -- Argon2id in PHC form; empty before enrolment
	totp       bytea,          -- sealed under the tenant's key
	totp_step  bigint not null,  -- the last time step whose code was used
	closed_at  bigint not null,
	created_at bigint not null,
	version    bigint not null,
	primary key (tenant_id, id)
);
create unique index account_login on account (tenant_id, login);
create index account_unit on account (tenant_id, unit_id, login);

create table post (
	tenant_id  bytea not null,
	id         bytea not null,
	unit_id    bytea not null,
	account_id bytea not null,
	kind       text not null,
	from_at    bigint not null,
	to_at      bigint not null, -- 0: open end
	version    bigint not null,
	primary key (tenant_id, id)
);
create index post_account on post (tenant_id, account_id, from_at);
create index post_unit on post (tenant_id, unit_id, kind, from_at);
create index post_kind on post (tenant_id, kind, from_at);

-- Signed-in browsers and API tokens, by the hash of their secret. No address, no name of a device.
create table signin_session (
	tenant_id  bytea not null,
	hash       bytea not null,
	id         bytea not null,
	account_id bytea not null,
	door       text not null, -- web, api, calendar or device
	method     text not null,
	created_at bigint not null,
	seen_at    bigint not null, -- to the minute
	ends_at    bigint not null,
	primary key (tenant_id, hash)
);
create unique index signin_session_id on signin_session (tenant_id, id);
create index signin_session_account on signin_session (tenant_id, account_id, created_at);
create index signin_session_end on signin_session (tenant_id, ends_at);

-- Half-done sign-ins, enrolments and passkey ceremonies; a few minutes each, used once.
create table signin_step (
	tenant_id  bytea not null,
	hash       bytea not null,
	kind       text not null,
	account_id bytea, -- null: nobody yet
	body       bytea,
	ends_at    bigint not null,
	primary key (tenant_id, hash)
);
create index signin_step_end on signin_step (tenant_id, ends_at);

create table enrolment (
	tenant_id  bytea not null,
	hash       bytea not null,
	account_id bytea not null,
	ends_at    bigint not null,
	primary key (tenant_id, hash)
);
create index enrolment_account on enrolment (tenant_id, account_id);
create index enrolment_end on enrolment (tenant_id, ends_at);

create table passkey (
	tenant_id  bytea not null,
	credential bytea not null,
	account_id bytea not null,
	name       text not null,
	body       text not null, -- public key and counter as JSON; no attestation
	created_at bigint not null,
	used_at    bigint not null, -- 0: never
	primary key (tenant_id, credential)
);
create index passkey_account on passkey (tenant_id, account_id, created_at);

-- Accounts that are joined to somebody at the office's identity provider: a hash of issuer and subject, one an account.
create table signin_link (
	tenant_id  bytea not null,
	subject    bytea not null,
	account_id bytea not null,
	created_at bigint not null,
	used_at    bigint not null, -- 0: never
	primary key (tenant_id, subject)
);
create unique index signin_link_account on signin_link (tenant_id, account_id);

-- Who changed what in the office, for the privacy officer. Rows are never changed.
create table office_event (
	tenant_id  bytea not null,
	id         bytea not null,
	at         bigint not null,
	kind       text not null,
	by_id      bytea, -- the account; null: the command line
	unit_id    bytea not null,
	account_id bytea, -- the account concerned
	detail     text not null,
	primary key (tenant_id, id)
);

-- +goose Down
drop table office_event;
drop table signin_link;
drop table passkey;
drop table enrolment;
drop table signin_step;
drop table signin_session;
drop table post;
drop table account;
drop table unit;
drop table tenant_rulebook;
drop table tenant;
drop table tenant_tag;
