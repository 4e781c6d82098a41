-- The queue of a unit as a file: who of the staff asked for it, who let it go and what left, newest first. One row a unit. What the file
-- held is not kept.
-- +goose Up
create table queue_file (
	tenant_id bytea not null,
	unit_id bytea not null,
	version bigint not null,
	taken bigint not null,
	body text not null,
	primary key (tenant_id, unit_id)
);

-- +goose Down
drop table queue_file;
