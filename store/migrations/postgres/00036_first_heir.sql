-- Of several heirs the first has what was handed to no other. What a case was called in a unit that has ended finds it in the heir.
-- +goose Up
alter table unit_heir add column place bigint not null default 0;
create index mediation_named on mediation (tenant_id, unit_id, ref) where ref <> '';

-- +goose Down
drop index mediation_named;
alter table unit_heir drop column place;
