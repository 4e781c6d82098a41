-- Accounts of organisations of the directory, which answer the referrals made to them and have no other right; and which organisation's
-- accounts a referral is open to: none where it was not sent, or has ended.
-- +goose Up
alter table account add column organisation_id bytea;
create index account_organisation on account (tenant_id, organisation_id, login);
alter table referral_request add column organisation_id bytea;
create index referral_request_organisation on referral_request (tenant_id, organisation_id, link, case_id, id);

-- +goose Down
drop index referral_request_organisation;
alter table referral_request drop column organisation_id;
drop index account_organisation;
alter table account drop column organisation_id;
