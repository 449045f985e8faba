CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_name varchar(100) NOT NULL,
    last_name varchar(100) NOT NULL
);

CREATE TABLE services (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(100) NOT NULL,
    description varchar(1000)
);

-- The application tells the constraints apart by their names.
CREATE TABLE ratings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL CONSTRAINT ratings_user_exists REFERENCES users ON DELETE CASCADE,
    service_id bigint NOT NULL CONSTRAINT ratings_service_exists REFERENCES services,
    score smallint NOT NULL CONSTRAINT ratings_score_in_range CHECK (score BETWEEN 1 AND 5),
    CONSTRAINT ratings_one_per_pair UNIQUE (user_id, service_id)
);

CREATE INDEX ratings_of_service ON ratings (service_id);
