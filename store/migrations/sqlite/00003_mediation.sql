-- Mediations. A row is the fold of its case_event rows: body holds the clear facts, the other columns are what lists show.
-- +goose Up
create table mediation (
	tenant_id   blob    not null,
	id          blob    not null,
	unit_id     blob    not null,
	version     integer not null,
	state       text    not null,
	type        text    not null,
	received_at integer not null,
	due_at      integer not null,
	year        integer not null,
	number      integer not null,
	ref         text    not null,
	body        text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index mediation_state on mediation (tenant_id, unit_id, state, due_at, id, type, year, number, ref, received_at);
create index mediation_unit on mediation (tenant_id, unit_id, due_at, id, state, type, year, number, ref, received_at);

-- Which cases an import brought in: their numbers in the register they come from, and the run to undo them by.
create table mediation_ref (
	tenant_id   blob not null,
	unit_id     blob not null,
	ref         text not null,
	case_id     blob not null,
	run_id      blob not null,
	fingerprint blob not null,
	primary key (tenant_id, unit_id, ref)
) strict, without rowid;
create index mediation_ref_run on mediation_ref (tenant_id, run_id, case_id);

-- One run of an import: what it read and what became of it. undone_at is 0 while its rows stand.
create table import_run (
	tenant_id  blob    not null,
	id         blob    not null,
	kind       text    not null,
	unit_id    blob    not null,
	started_at integer not null,
	ended_at   integer not null,
	row_count  integer not null,
	accepted   integer not null,
	unchanged  integer not null,
	rejected   integer not null,
	undone_at  integer not null,
	primary key (tenant_id, id)
) strict, without rowid;

-- What waits on the way to a signature: a one-time code, or a passkey that was asked to sign; and digits that were written
-- to a party, to confirm its address or to replace a lost slip. Used once, and gone within a day.
create table half_signed (
	tenant_id blob not null,
	case_id   blob not null, -- of a reserved slip: the account that reserved it
	act       text not null, -- "party:ID", "mediator:ID" or "seal"
	kind      text not null,
	body      text not null,
	tries     integer not null,
	ends_at   integer not null,
	primary key (tenant_id, case_id, act, kind)
) strict, without rowid;
create index half_signed_end on half_signed (tenant_id, ends_at);

-- The directory of mediators: what each says of itself, and what its lead confirmed. Staff, never residents.
create table roster (
	tenant_id  blob not null,
	account_id blob not null,
	version    integer not null,
	body       text not null,
	primary key (tenant_id, account_id)
) strict, without rowid;

-- What the office says to everybody of a place: general invitations, which name nobody.
create table general_invitation (
	tenant_id blob not null,
	id        blob not null,
	version   integer not null,
	body      text not null,
	primary key (tenant_id, id)
) strict, without rowid;

-- When mediators are taken by sessions of open cases. A mediator's row of the diary is taken before its time is booked, so
-- that of two who book at once the second sees the first.
create table diary (
	tenant_id  blob not null,
	account_id blob not null,
	n          integer not null,
	primary key (tenant_id, account_id)
) strict, without rowid;
create table booking (
	tenant_id  blob not null,
	account_id blob not null,
	session_id blob not null,
	case_id    blob not null,
	starts_at  integer not null,
	ends_at    integer not null,
	primary key (tenant_id, account_id, session_id)
) strict, without rowid;

-- What an account calls a case, for itself alone: sealed under a key of its own, which is a key of the case and goes with it.
-- Staff, never residents.
create table nickname (
	tenant_id  blob not null,
	account_id blob not null,
	case_id    blob not null,
	key_id     blob not null,
	version    integer not null,
	body       blob not null,
	primary key (tenant_id, account_id, case_id)
) strict, without rowid;
create index nickname_case on nickname (tenant_id, case_id);

-- What mediators are paid for the work of cases: one claim a case, and in whose own list it stands. Staff, never residents.
create table stipend_claim (
	tenant_id blob    not null,
	case_id   blob    not null,
	unit_id   blob    not null,
	year      integer not null,
	version   integer not null,
	state     text    not null,
	batch     text    not null, -- month, YYYY-MM; empty while it is in none
	body      text    not null,
	primary key (tenant_id, case_id)
) strict, without rowid;
create index stipend_claim_year on stipend_claim (tenant_id, unit_id, year, case_id);
create index stipend_claim_state on stipend_claim (tenant_id, unit_id, state, case_id);
create index stipend_claim_batch on stipend_claim (tenant_id, unit_id, batch, case_id);
create table stipend_share (
	tenant_id  blob    not null,
	account_id blob    not null,
	year       integer not null,
	case_id    blob    not null,
	primary key (tenant_id, account_id, year, case_id)
) strict, without rowid;
create index stipend_share_case on stipend_share (tenant_id, case_id);
create table stipend_batch (
	tenant_id blob    not null,
	unit_id   blob    not null,
	month     text    not null,
	version   integer not null,
	taken     integer not null,
	body      text    not null,
	primary key (tenant_id, unit_id, month)
) strict, without rowid;
create table stipend_budget (
	tenant_id blob    not null,
	unit_id   blob    not null,
	year      integer not null,
	version   integer not null,
	planned   integer not null,
	primary key (tenant_id, unit_id, year)
) strict, without rowid;

-- The registers of the office that concern one case each (demands of courts): a row says which case, when, and how it stands.
-- id begins with its time.
create table register_entry (
	tenant_id blob    not null,
	kind      text    not null,
	id        blob    not null,
	case_id   blob    not null,
	unit_id   blob    not null,
	state     text    not null,
	at        integer not null,
	ended_at  integer not null, -- 0: it runs
	primary key (tenant_id, kind, id)
) strict, without rowid;

-- +goose Down
drop table register_entry;
drop table stipend_budget;
drop table stipend_batch;
drop table stipend_share;
drop table stipend_claim;
drop table nickname;
drop table booking;
drop table diary;
drop table general_invitation;
drop table roster;
drop table half_signed;
drop table import_run;
drop table mediation_ref;
drop table mediation;
