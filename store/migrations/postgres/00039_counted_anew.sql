-- Which edition of the published measures the counts of a request for help have: where it is an older one, its counts are brought to the
-- present one, each request once.
-- +goose Up
alter table referral add column counted bigint not null default 0;
create index referral_counted on referral (tenant_id, counted, id);

-- +goose Down
drop index referral_counted;
alter table referral drop column counted;
