-- Who of the staff changed an object of the directory of services on a page: a row in the history of the object, and one in that of each
-- object it belongs to.
-- +goose Up
create table directory_change (
	tenant_id  blob not null,
	named_id   blob not null,
	id         blob not null,
	at         integer not null,
	account_id blob not null,
	kind       text not null,
	object_id  blob not null,
	body       text not null,
	primary key (tenant_id, named_id, id)
) strict, without rowid;

-- +goose Down
drop table directory_change;
