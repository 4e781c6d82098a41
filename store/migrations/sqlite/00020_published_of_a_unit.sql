-- What everybody reads of reports, by the unit that handles them and by category: a list of one of them reads its own rows and no others.
-- +goose Up
create index report_public_of_unit on report_public (tenant_id, unit_id, published_at, public_id, category, open);
create index report_public_in_category on report_public (tenant_id, category, published_at, public_id, open);

-- +goose Down
drop index report_public_in_category;
drop index report_public_of_unit;
