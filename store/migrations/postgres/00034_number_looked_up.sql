-- The condition of the index is one that no engine takes for a range: SQLite, which has no statistics here, went through all numbers above 0
-- in place of looking up the one.
-- +goose Up
drop index mediation_number;
create index mediation_number on mediation (tenant_id, unit_id, number) where number <> 0;

-- +goose Down
drop index mediation_number;
create index mediation_number on mediation (tenant_id, unit_id, number) where number > 0;
