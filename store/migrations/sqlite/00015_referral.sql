-- Requests for help. A row is the fold of its case_event rows: body holds the clear facts. referral_request says which services have
-- referrals that run, and where a service's link leads.
-- +goose Up
create table referral (
	tenant_id   blob    not null,
	id          blob    not null,
	unit_id     blob    not null,
	version     integer not null,
	state       text    not null,
	open        integer not null,
	due_at      integer not null,
	received_at integer not null,
	updated_at  integer not null,
	body        text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index referral_unit on referral (tenant_id, unit_id, open, due_at, id);

create table referral_request (
	tenant_id  blob    not null,
	id         blob    not null,
	case_id    blob    not null,
	service_id blob    not null,
	open       integer not null,
	link       text    not null,
	primary key (tenant_id, id)
) strict, without rowid;
create index referral_request_link on referral_request (tenant_id, link, case_id, id);
create index referral_request_service on referral_request (tenant_id, open, service_id, case_id, id);

-- +goose Down
drop table referral_request;
drop table referral;
