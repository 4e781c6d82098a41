-- A program of another organisation that reports here is an entry of the office. Its keys stood among the sessions of the account that had
-- made them: each becomes a program of its own, under the id by which the reports that it filed name it, and called after that account
-- until somebody calls it otherwise. Keys of closed accounts held no more.
-- +goose Up
create table program (
	tenant_id blob  not null,
	id        blob  not null,
	name      text  not null,
	made_at   integer not null,
	version   integer not null,
	primary key (tenant_id, id)
) strict, without rowid;
create table program_key (
	tenant_id  blob  not null,
	hash       blob  not null,
	program_id blob  not null,
	made_at    integer not null,
	seen_at    integer not null, -- to the hour; 0: never
	ends_at    integer not null,
	primary key (tenant_id, hash)
) strict, without rowid;
create index program_key_end on program_key (tenant_id, ends_at);
insert into program (tenant_id, id, name, made_at, version)
	select s.tenant_id, s.id, a.login, s.created_at, 1 from signin_session s join account a on a.tenant_id = s.tenant_id and a.id = s.account_id where s.door = 'open311';
insert into program_key (tenant_id, hash, program_id, made_at, seen_at, ends_at)
	select s.tenant_id, s.hash, s.id, s.created_at, s.seen_at, s.ends_at from signin_session s join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
	where s.door = 'open311' and a.closed_at = 0;
delete from signin_session where door = 'open311';

-- +goose Down
drop table program_key;
drop table program;
