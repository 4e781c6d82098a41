-- A court asks for papers of reports and requests for help as it does of mediations: of which kind the case of an entry is.
-- +goose Up
alter table register_entry add column capability text not null default 'mediation';

-- +goose Down
alter table register_entry drop column capability;
