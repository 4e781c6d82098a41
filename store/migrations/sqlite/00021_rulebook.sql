-- Versions of rulebooks that an office wrote itself. A row holds one whole: what is released is read from one row or not at all.
-- +goose Up
create table rulebook_version (
	tenant_id blob    not null,
	id        blob    not null,
	version   integer not null, -- of the row
	state     text    not null, -- draft, proposed, released, withdrawn
	effective text    not null, -- the first day of one that is released; empty: it has none
	body      text    not null,
	files     blob    not null, -- a zip file; empty: they were dropped
	primary key (tenant_id, id)
) strict, without rowid;
-- No two versions of an office take effect on one day.
create unique index rulebook_version_effective on rulebook_version (tenant_id, effective) where effective <> '';

-- +goose Down
drop table rulebook_version;
