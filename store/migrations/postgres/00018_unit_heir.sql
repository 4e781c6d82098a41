-- Where the work of a closed unit went: to one unit, into which it was merged, or to several, into which it was split. The day is that
-- on which it closed.
-- +goose Up
create table unit_heir (
	tenant_id bytea not null,
	unit_id   bytea not null,
	heir_id   bytea not null,
	primary key (tenant_id, unit_id, heir_id)
);

-- +goose Down
drop table unit_heir;
