-- Who follows the public list of reports by e-mail. id is made of the code that only the mails hold; the address is sealed in the
-- body under a key of its own. A row is found by its id and by when it is due, and by nothing else.
-- +goose Up
create table subscription (
	tenant_id blob    not null,
	id        blob    not null,
	version   integer not null,
	due_at    integer not null,
	body      text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index subscription_due on subscription (tenant_id, due_at);

-- +goose Down
drop table subscription;
