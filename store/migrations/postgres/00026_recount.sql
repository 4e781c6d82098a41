-- How far the open promises of each capability are counted by the rules and holidays that an office has now, and the open promises in
-- the order of their cases: whoever goes through all of them passes over none that ended.
-- +goose Up
create table recount (
	tenant_id  bytea  not null,
	capability text   not null,
	rules      text   not null,
	found_at   bigint not null,
	after_case bytea  not null,
	missed     bigint not null,
	done       bigint not null,
	primary key (tenant_id, capability)
);
create index promise_open on promise (tenant_id, capability, case_id, rule_key, rule, start_at) where end_at = 0;

-- +goose Down
drop index promise_open;
drop table recount;
