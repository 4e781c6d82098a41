-- +goose Up
-- The office itself. Of its staff linli keeps what signing in needs and a name; of residents nothing stands here.

-- The one table that is read without a tenant: it says whose a tag or a slug is.
create table tenant_tag (
	tag       text not null primary key,
	kind      text not null, -- tag (random, in front of cookies, tokens and codes) or slug (in addresses)
	tenant_id blob not null
) strict, without rowid;
create index tenant_tag_kind on tenant_tag (kind, tenant_id);

create table tenant (
	tenant_id  blob not null primary key,
	slug       text not null,
	tag        text not null,
	name       text not null,
	zone       text not null, -- IANA
	languages  text not null, -- with commas between them
	rulebook   text not null,
	rooms      text not null, -- address of the office's own video server; empty: none
	created_at integer not null,
	version    integer not null
) strict, without rowid;

-- The versions of rulebooks under which the tenant's cases began. Their text is not changed afterwards.
create table tenant_rulebook (
	tenant_id blob not null,
	book      text not null,
	version   text not null,
	hash      text not null,
	since     integer not null,
	primary key (tenant_id, book, version)
) strict, without rowid;

create table unit (
	tenant_id blob not null,
	id        blob not null,
	parent_id blob, -- null: the root
	level     text not null,
	code      text not null,
	name      text not null,
	address   text not null, -- where the unit receives people, when, and under which number; public, and may be empty
	phone     text not null,
	hours     text not null,
	closed_at integer not null, -- 0: open
	version   integer not null,
	primary key (tenant_id, id)
) strict, without rowid;
create unique index unit_code on unit (tenant_id, code);

create table account (
	tenant_id  blob not null,
	id         blob not null,
	unit_id    blob not null, -- the unit that looks after the account
	login      text not null,
	name       text not null,
	language   text not null,
	password   text not null, -- Argon2id in PHC form; empty before enrolment
	totp       blob,          -- sealed under the tenant's key
	totp_step  integer not null,  -- the last time step whose code was used
	closed_at  integer not null,
	created_at integer not null,
	version    integer not null,
	primary key (tenant_id, id)
) strict, without rowid;
create unique index account_login on account (tenant_id, login);
create index account_unit on account (tenant_id, unit_id, login);

create table post (
	tenant_id  blob not null,
	id         blob not null,
	unit_id    blob not null,
	account_id blob not null,
	kind       text not null,
	from_at    integer not null,
	to_at      integer not null, -- 0: open end
	version    integer not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index post_account on post (tenant_id, account_id, from_at);
create index post_unit on post (tenant_id, unit_id, kind, from_at);
create index post_kind on post (tenant_id, kind, from_at);

-- Signed-in browsers and API tokens, by the hash of their secret. No address, no name of a device.
create table signin_session (
	tenant_id  blob not null,
	hash       blob not null,
	id         blob not null,
	account_id blob not null,
	door       text not null, -- web, api, calendar or device
	method     text not null,
	created_at integer not null,
	seen_at    integer not null, -- to the minute
	ends_at    integer not null,
	primary key (tenant_id, hash)
) strict, without rowid;
create unique index signin_session_id on signin_session (tenant_id, id);
create index signin_session_account on signin_session (tenant_id, account_id, created_at);
create index signin_session_end on signin_session (tenant_id, ends_at);

-- Half-done sign-ins, enrolments and passkey ceremonies; a few minutes each, used once.
create table signin_step (
	tenant_id  blob not null,
	hash       blob not null,
	kind       text not null,
	account_id blob, -- null: nobody yet
	body       blob,
	ends_at    integer not null,
	primary key (tenant_id, hash)
) strict, without rowid;
create index signin_step_end on signin_step (tenant_id, ends_at);

create table enrolment (
	tenant_id  blob not null,
	hash       blob not null,
	account_id blob not null,
	ends_at    integer not null,
	primary key (tenant_id, hash)
) strict, without rowid;
create index enrolment_account on enrolment (tenant_id, account_id);
create index enrolment_end on enrolment (tenant_id, ends_at);

create table passkey (
	tenant_id  blob not null,
	credential blob not null,
	account_id blob not null,
	name       text not null,
	body       text not null, -- public key and counter as JSON; no attestation
	created_at integer not null,
	used_at    integer not null, -- 0: never
	primary key (tenant_id, credential)
) strict, without rowid;
create index passkey_account on passkey (tenant_id, account_id, created_at);

-- Accounts that are joined to somebody at the office's identity provider: a hash of issuer and subject, one an account.
create table signin_link (
	tenant_id  blob not null,
	subject    blob not null,
	account_id blob not null,
	created_at integer not null,
	used_at    integer not null, -- 0: never
	primary key (tenant_id, subject)
) strict, without rowid;
create unique index signin_link_account on signin_link (tenant_id, account_id);

-- Who changed what in the office, for the privacy officer. Rows are never changed.
create table office_event (
	tenant_id  blob not null,
	id         blob not null,
	at         integer not null,
	kind       text not null,
	by_id      blob, -- the account; null: the command line
	unit_id    blob not null,
	account_id blob, -- the account concerned
	detail     text not null,
	primary key (tenant_id, id)
) strict, without rowid;

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
