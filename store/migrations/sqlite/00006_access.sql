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

-- +goose Down
drop table access_row;
