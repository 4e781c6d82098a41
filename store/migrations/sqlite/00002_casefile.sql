-- What every case shares. Clear columns hold ids, codes and instants (microseconds since 1970, UTC; 0 is none); what
-- people said or are called is in sealed.body, under keys that another database holds.
-- +goose Up
create table case_event (
	tenant_id  blob    not null,
	case_id    blob    not null,
	seq        integer not null,
	id         blob    not null,
	kind       text    not null,
	at         integer not null,
	claimed_at integer not null,
	by_kind    text    not null,
	by_account blob,
	by_post    text    not null,
	by_party   blob,
	visibility text    not null,
	reason     text    not null,
	body       text    not null,
	secrets    blob    not null,
	salt       blob    not null,
	commitment blob    not null,
	primary key (tenant_id, case_id, seq)
) strict, without rowid;

create table case_key (
	tenant_id  blob not null,
	case_id    blob not null,
	kind       text not null,
	section_of blob not null,
	key_id     blob not null,
	primary key (tenant_id, case_id, kind, section_of)
) strict, without rowid;
create index case_key_id on case_key (tenant_id, key_id);

create table sealed (
	tenant_id blob    not null,
	case_id   blob    not null,
	field     text    not null,
	owner_id  blob    not null,
	key_id    blob    not null,
	version   integer not null,
	body      blob    not null,
	primary key (tenant_id, case_id, field, owner_id)
) strict, without rowid;

create table promise (
	tenant_id    blob    not null,
	case_id      blob    not null,
	rule_key     text    not null,
	rule         text    not null,
	capability   text    not null,
	unit_id      blob    not null,
	subject_id   blob,
	owed_by      text    not null,
	start_at     integer not null,
	due_at       integer not null,
	provisional  integer not null,
	state        text    not null,
	end_at       integer not null,
	ended_by     blob,
	paused_since integer not null,
	extended     integer not null,
	warn_at      integer not null,
	primary key (tenant_id, case_id, rule_key)
) strict, without rowid;
create index promise_due on promise (tenant_id, unit_id, state, due_at, case_id, rule_key, rule);
create index promise_sweep on promise (tenant_id, state, due_at, case_id, rule_key, rule);
create index promise_warn on promise (tenant_id, warn_at, case_id, rule_key);

create table slip (
	tenant_id  blob    not null,
	code       text    not null,
	case_id    blob    not null,
	capability text    not null,
	party_id   blob    not null,
	hash       text    not null,
	issued_at  integer not null,
	ended_at   integer not null,
	session    integer not null,
	primary key (tenant_id, code)
) strict, without rowid;
create index slip_case on slip (tenant_id, case_id);

create table assignment (
	tenant_id  blob    not null,
	account_id blob    not null,
	unit_id    blob    not null,
	case_id    blob    not null,
	capability text    not null,
	since      integer not null,
	primary key (tenant_id, account_id, unit_id, case_id)
) strict, without rowid;

create table counter (
	tenant_id blob    not null,
	unit_id   blob    not null,
	year      integer not null,
	kind      text    not null,
	n         integer not null,
	primary key (tenant_id, unit_id, year, kind)
) strict, without rowid;

create table answer (
	tenant_id  blob    not null,
	request    blob    not null,
	asked      blob    not null,
	sealed     blob    not null,
	expires_at integer not null,
	primary key (tenant_id, request)
) strict, without rowid;
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
