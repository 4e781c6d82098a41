-- +goose Up
-- Who opened a case, and why: one row for each reader, case, purpose and quarter of an hour, committed before anything is
-- opened and shown to the resident in neutral words. Rows are never changed.
create table access_row (
	tenant_id  blob not null,
	case_id    blob not null,
	reader     blob not null, -- the account, else the party, else 16 zero bytes for linli itself
	purpose    text not null,
	quarter    integer not null, -- microseconds, at the start of the quarter of an hour
	kind       text not null,
	account_id blob,
	party_id   blob,
	post       text not null, -- the role in which an account read; empty otherwise
	at         integer not null, -- the first read in that quarter
	primary key (tenant_id, case_id, reader, purpose, quarter)
) strict, without rowid;
create index access_row_time on access_row (tenant_id, case_id, at);

-- The register of breaches, and the cases that each touched, as codes. What was written of a breach is sealed in its body.
create table breach (
	tenant_id blob    not null,
	id        blob    not null,
	version   integer not null,
	closed_at integer not null, -- 0: it is open
	body      text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index breach_closed on breach (tenant_id, closed_at);
create table breach_case (
	tenant_id blob    not null,
	breach_id blob    not null,
	case_id   blob    not null,
	unit_id   blob    not null,
	told_at   integer not null, -- 0: its parties were not told yet
	mailed    integer not null,
	primary key (tenant_id, breach_id, case_id)
) strict, without rowid;
create index breach_case_of on breach_case (tenant_id, case_id);
create index breach_case_told on breach_case (tenant_id, breach_id, told_at, case_id);

-- +goose Down
drop table breach_case;
drop table breach;
drop table access_row;
