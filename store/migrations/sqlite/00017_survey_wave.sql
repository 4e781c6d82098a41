-- Surveys of the neighbourhood. body is the plan, which never changes; sealed is what the codes on its letters are made with, under the
-- data key key_id. Both are null once it is closed: then no code leads to an answer any more.
-- +goose Up
create table survey_wave (
	tenant_id blob not null,
	id        blob not null,
	version   integer not null,
	key_id    blob,
	sealed    blob,
	closed_at integer,
	body      text not null,
	primary key (tenant_id, id)
) strict, without rowid;

-- +goose Down
drop table survey_wave;
