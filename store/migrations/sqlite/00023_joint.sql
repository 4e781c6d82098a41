-- How many mediations another unit began to take part in, in the month in which it did: each once, with the unit that leads.
-- +goose Up
alter table tally_step add column m_joint integer not null default 0;
alter table tally add column m_joint integer not null default 0;

-- +goose Down
alter table tally drop column m_joint;
alter table tally_step drop column m_joint;
