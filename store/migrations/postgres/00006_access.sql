-- +goose Up
-- Who opened a case, and why: one row for each reader, case, purpose and quarter of an hour, committed before anything is
-- opened and shown to the resident in neutral words. Rows are never changed.
create table access_row (
	tenant_id  bytea not null,
	case_id    bytea not null,
	reader     bytea not null, -- the account, else the party, else 16 zero bytes for linli itself
	purpose    text not null,
	quarter    bigint not null, -- microseconds, at the start of the quarter of an hour
	kind       text not null,
	account_id bytea,
	party_id   bytea,
	post       text not null, -- the role in which an account read; empty otherwise
	at         bigint not null, -- the first read in that quarter
	primary key (tenant_id, case_id, reader, purpose, quarter)
);
create index access_row_time on access_row (tenant_id, case_id, at);

-- +goose Down
drop table access_row;
