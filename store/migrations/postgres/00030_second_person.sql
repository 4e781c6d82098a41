-- Who had an enrolment's code made, and of an organisation's account the second person who approved it: none yet where it is null.
-- +goose Up
alter table enrolment add column by_id bytea;
alter table enrolment add column approver_id bytea;

-- +goose Down
alter table enrolment drop column approver_id;
alter table enrolment drop column by_id;
