-- Instances of the version before go on serving meanwhile: who wants to change something waits until the triggers are there. Else
-- a change that is committed after the tables are read below, and begun before they have triggers, would never be told.
LOCK TABLE users, services, ratings IN SHARE ROW EXCLUSIVE MODE;

-- What happened and has not been told yet: written in the transaction of the effect, deleted when the events stream has
-- it. The module domain-events empties it; see docs/events.md.
--
-- The position says in which order events of one key are told. It is taken while the row that the event is about is
-- locked: so of two changes of one thing, and of two changes of which one began after the other was answered, the later
-- one has the higher position. Of changes at the same time either may have it; a lower one may be committed later.
CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    time timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- event.<resource>.<key>.<what> is the subject in NATS.
    resource text NOT NULL,
    key text NOT NULL,
    what text NOT NULL CHECK (what IN ('created', 'changed', 'withdrawn')),
    -- Of the CloudEvent.
    type text NOT NULL,
    subject text NOT NULL,
    data json NOT NULL,
    traceparent text
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Triggers: nothing that changes a row can forget to tell of it, be it an import or the foreign key that takes the ratings
-- of a deleted user along; and it costs no round trip. They write as the owner, so that requests themselves cannot.
CREATE FUNCTION pullway_what(operation text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE operation WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'changed' ELSE 'withdrawn' END;

CREATE FUNCTION pullway_traceparent() RETURNS text LANGUAGE sql STABLE
    RETURN nullif(current_setting('pullway.traceparent', true), '');

-- No comment, as no event can be taken back when somebody takes the comment back. Written out for each operation: that takes
-- half the time.
CREATE FUNCTION pullway_tell_rating() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO outbox (resource, key, what, type, subject, data, traceparent)
        VALUES ('ratings', NEW.service_id, 'created', 'io.pullway.rating.created', 'ratings/' || NEW.id,
            json_build_object('id', NEW.id, 'userId', NEW.user_id, 'serviceId', NEW.service_id, 'score', NEW.score,
                'version', NEW.version),
            pullway_traceparent());
    WHEN 'UPDATE' THEN
        INSERT INTO outbox (resource, key, what, type, subject, data, traceparent)
        VALUES ('ratings', NEW.service_id, 'changed', 'io.pullway.rating.changed', 'ratings/' || NEW.id,
            json_build_object('id', NEW.id, 'userId', NEW.user_id, 'serviceId', NEW.service_id, 'score', NEW.score,
                'version', NEW.version, 'previousScore', OLD.score),
            pullway_traceparent());
    ELSE
        INSERT INTO outbox (resource, key, what, type, subject, data, traceparent)
        VALUES ('ratings', OLD.service_id, 'withdrawn', 'io.pullway.rating.withdrawn', 'ratings/' || OLD.id,
            json_build_object('id', OLD.id, 'userId', OLD.user_id, 'serviceId', OLD.service_id, 'score', OLD.score,
                'version', OLD.version),
            pullway_traceparent());
    END CASE;
    RETURN NULL;
END
$$;

CREATE FUNCTION pullway_tell_service() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    told services := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    what text := pullway_what(TG_OP);
BEGIN
    INSERT INTO outbox (resource, key, what, type, subject, data, traceparent)
    VALUES ('services', told.id, what, 'io.pullway.service.' || what, 'services/' || told.id,
        json_build_object('id', told.id, 'name', told.name, 'version', told.version), pullway_traceparent());
    RETURN NULL;
END
$$;

-- No names: these are people.
CREATE FUNCTION pullway_tell_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    told users := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    what text := pullway_what(TG_OP);
BEGIN
    INSERT INTO outbox (resource, key, what, type, subject, data, traceparent)
    VALUES ('users', told.id, what, 'io.pullway.user.' || what, 'users/' || told.id,
        json_build_object('id', told.id, 'version', told.version), pullway_traceparent());
    RETURN NULL;
END
$$;

-- What was there before events were: else who rebuilds something from the stream would not know of it.
INSERT INTO outbox (time, resource, key, what, type, subject, data)
SELECT created_at, 'users', id, 'created', 'io.pullway.user.created', 'users/' || id,
    json_build_object('id', id, 'version', version)
FROM users ORDER BY id;

INSERT INTO outbox (time, resource, key, what, type, subject, data)
SELECT created_at, 'services', id, 'created', 'io.pullway.service.created', 'services/' || id,
    json_build_object('id', id, 'name', name, 'version', version)
FROM services ORDER BY id;

INSERT INTO outbox (time, resource, key, what, type, subject, data)
SELECT created_at, 'ratings', service_id, 'created', 'io.pullway.rating.created', 'ratings/' || id,
    json_build_object('id', id, 'userId', user_id, 'serviceId', service_id, 'score', score, 'version', version)
FROM ratings ORDER BY id;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION pullway_tell_user();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON services FOR EACH ROW EXECUTE FUNCTION pullway_tell_service();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON ratings FOR EACH ROW EXECUTE FUNCTION pullway_tell_rating();

-- How many ratings of each score a service has, as the events of the stream say: kept by the consumer "averages".
CREATE TABLE score_counts (
    service_id bigint NOT NULL,
    score smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
    ratings bigint NOT NULL,
    PRIMARY KEY (service_id, score)
);

-- Which events are counted there: an event may come twice, and counts once.
CREATE TABLE counted_events (
    id uuid PRIMARY KEY,
    time timestamptz NOT NULL DEFAULT now()
);

CREATE VIEW averages AS
SELECT service_id, sum(ratings)::bigint AS count, round(sum(ratings * score) / nullif(sum(ratings), 0), 2) AS average
FROM score_counts GROUP BY service_id HAVING sum(ratings) <> 0;

GRANT SELECT, DELETE ON outbox TO pullway_rating;
GRANT SELECT, INSERT, UPDATE, DELETE ON score_counts, counted_events TO pullway_rating;
GRANT SELECT ON averages TO pullway_rating;
