-- The sets of the queue's filters that an account keeps under names of its own: all of them in one body, sealed to the account under a
-- key of its own, which is destroyed when one is taken out and when the account is closed. Staff, never residents.
-- +goose Up
create table queue_view (
	tenant_id  blob not null,
	account_id blob not null,
	key_id     blob not null,
	version    integer not null,
	body       blob not null,
	primary key (tenant_id, account_id)
) strict, without rowid;

-- +goose Down
drop table queue_view;
