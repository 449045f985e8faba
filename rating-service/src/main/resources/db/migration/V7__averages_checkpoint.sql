-- What the events up to a place in the stream come to, counted by themselves, beside score_counts and counted_events: from there
-- the averages can be made anew when the stream has dropped its first events. Kept by AveragesCheckpoint; see docs/events.md.
CREATE TABLE checkpoint (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    -- Of the last event in it; 0 is none.
    sequence bigint NOT NULL
);

INSERT INTO checkpoint (sequence) VALUES (0);

CREATE TABLE checkpoint_counts (
    service_id bigint NOT NULL,
    score smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
    ratings bigint NOT NULL,
    PRIMARY KEY (service_id, score)
);

CREATE TABLE checkpoint_events (
    id uuid PRIMARY KEY,
    time timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, UPDATE ON checkpoint TO pullway_rating;
GRANT SELECT, INSERT, UPDATE, DELETE ON checkpoint_counts, checkpoint_events TO pullway_rating;
