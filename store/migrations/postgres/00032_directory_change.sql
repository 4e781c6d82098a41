-- Who of the staff changed an object of the directory of services on a page: a row in the history of the object, and one in that of each
-- object it belongs to.
-- +goose Up
create table directory_change (
	tenant_id  bytea not null,
	named_id   bytea not null,
	id         bytea not null,
	at         bigint not null,
	account_id bytea not null,
	kind       text not null,
	object_id  bytea not null,
	body       text not null,
	primary key (tenant_id, named_id, id)
);

-- +goose Down
drop table directory_change;
