-- Surveys of the neighbourhood. body is the plan, which never changes; sealed is what the codes on its letters are made with, under the
-- data key key_id. Both are null once it is closed: then no code leads to an answer any more.
-- +goose Up
create table survey_wave (
	tenant_id bytea not null,
	id        bytea not null,
	version   bigint not null,
	key_id    bytea,
	sealed    bytea,
	closed_at bigint,
	body      text not null,
	primary key (tenant_id, id)
);

-- +goose Down
drop table survey_wave;
