-- +goose Up
-- Two releases are never decided on the same ones before: each takes the next turn.
alter table rulebook_version add column turn bigint not null default 0;
create unique index rulebook_version_turn on rulebook_version (tenant_id, turn) where turn > 0;

-- +goose Down
drop index rulebook_version_turn;
alter table rulebook_version drop column turn;
