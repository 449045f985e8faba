-- Rows that were there count as made now. The version is what a client's ETag says.
ALTER TABLE users
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();

ALTER TABLE services
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();

ALTER TABLE ratings
    ADD COLUMN comment varchar(1000),
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();

-- The orders that lists have, each made definite by the id. Names sort by Unicode's root collation: alphabetically,
-- upper and lower case alike, and the same whatever locale the database was made with.
CREATE INDEX users_by_last_name ON users (last_name COLLATE "und-x-icu", id);
CREATE INDEX users_by_first_name ON users (first_name COLLATE "und-x-icu", id);
CREATE INDEX users_by_age ON users (created_at, id);
CREATE INDEX services_by_name ON services (name COLLATE "und-x-icu", id);
CREATE INDEX services_by_age ON services (created_at, id);
CREATE INDEX ratings_by_score ON ratings (score, id);
CREATE INDEX ratings_by_age ON ratings (created_at, id);

-- The ratings of a user and of a service, in the order of their ids. The second one holds all that the statistics of
-- a service need, so that the rows themselves are not read.
CREATE INDEX ratings_of_user ON ratings (user_id, id);
DROP INDEX ratings_of_service;
CREATE INDEX ratings_of_service ON ratings (service_id, id) INCLUDE (score);
