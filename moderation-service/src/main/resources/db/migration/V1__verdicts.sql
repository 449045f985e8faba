-- What was asked and what was said. A verdict is made once for each call, however often that is delivered.
CREATE TABLE verdicts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The subject of the token that came with the call; null without one.
    author varchar(255),
    text varchar(10000) NOT NULL,
    -- Null for what is allowed.
    reason text,
    made_at timestamptz NOT NULL DEFAULT now()
);
