-- A point that was tapped on a map stood in public as it was tapped. What is published since is at a listed place or in the middle of a
-- square; of what was published before, the middle of a square of about 100 metres is left.
-- +goose Up
update report_public set lat = lat / 900 * 900 + 450, long = long / 1000 * 1000 + 500 where lat <> 0 or long <> 0;

-- +goose Down
select 1;
