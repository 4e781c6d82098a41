-- Requests for help. A row is the fold of its case_event rows: body holds the clear facts. referral_request says which services have
-- referrals that run, and where a service's link leads.
-- +goose Up
create table referral (
	tenant_id   bytea    not null,
	id          bytea    not null,
	unit_id     bytea    not null,
	version     bigint not null,
	state       text    not null,
	open        bigint not null,
	due_at      bigint not null,
	received_at bigint not null,
	updated_at  bigint not null,
	body        text    not null,
	primary key (tenant_id, id)
);
create index referral_unit on referral (tenant_id, unit_id, open, due_at, id);

create table referral_request (
	tenant_id  bytea    not null,
	id         bytea    not null,
	case_id    bytea    not null,
	service_id bytea    not null,
	open       bigint not null,
	link       text    not null,
	primary key (tenant_id, id)
);
create index referral_request_link on referral_request (tenant_id, link, case_id, id);
create index referral_request_service on referral_request (tenant_id, open, service_id, case_id, id);

-- +goose Down
drop table referral_request;
drop table referral;
