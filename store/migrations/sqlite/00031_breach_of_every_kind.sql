-- A breach touches reports and requests for help as it touches mediations: of which kind a case of the register is.
-- +goose Up
alter table breach_case add column capability text not null default 'mediation';

-- +goose Down
alter table breach_case drop column capability;
