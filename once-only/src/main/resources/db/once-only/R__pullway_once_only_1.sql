-- Repeatable, so that it takes no number from the application's own migrations. A change of the table gets a
-- further script with the next number; this one stays as it is.
CREATE TABLE IF NOT EXISTS pullway_once_only (
    request_id uuid PRIMARY KEY,
    stored_at timestamptz NOT NULL DEFAULT now(),
    -- The answer; a transaction that commits has written it.
    status smallint NOT NULL DEFAULT 0,
    headers text[] NOT NULL DEFAULT '{}',
    body bytea
);

CREATE INDEX IF NOT EXISTS pullway_once_only_by_age ON pullway_once_only (stored_at);
