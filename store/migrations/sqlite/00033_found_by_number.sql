-- A case is found by its running number: a row here from the day on which it has one. Requests for help are narrowed by what is needed and by
-- their day on the index of their list.
-- +goose Up
create index mediation_number on mediation (tenant_id, unit_id, number) where number > 0;
alter table referral add column needs text not null default '';
update referral set needs = ' ' || (select group_concat(n.value, ' ') from json_each(referral.body, '$.needs') n) || ' '
	where json_array_length(body, '$.needs') > 0;
drop index referral_unit;
create index referral_unit on referral (tenant_id, unit_id, open, due_at, id, state, needs, received_at);

-- +goose Down
drop index referral_unit;
create index referral_unit on referral (tenant_id, unit_id, open, due_at, id);
alter table referral drop column needs;
drop index mediation_number;
