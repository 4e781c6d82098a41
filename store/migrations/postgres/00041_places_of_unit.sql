-- The listed places of a unit that has ended are looked for at each look at the deadlines.
-- +goose Up
create index report_place_unit on report_place (tenant_id, unit_id, closed_at);

-- +goose Down
drop index report_place_unit;
