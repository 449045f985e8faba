-- Whose profile it is: the subject of this person's tokens. Null where an admin made it for somebody without one.
ALTER TABLE users
    ADD COLUMN subject varchar(255)
        CONSTRAINT users_one_per_subject UNIQUE
        CONSTRAINT users_subject_says_something CHECK (subject <> '');

-- Of a key only its SHA-256 is stored.
CREATE TABLE api_keys (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    name varchar(100) NOT NULL,
    hash bytea NOT NULL CONSTRAINT api_keys_hash UNIQUE,
    last_four varchar(4) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX api_keys_of_user ON api_keys (user_id, id);

-- The second wall. Requests run as this role, which may do no more than its grants and the policies below say; the
-- service itself looks first, so that nobody should ever meet them. Migrations run as the owner of the tables, whom
-- the policies do not bind: one that fills a column would silently change nothing otherwise.
--
-- A role belongs to all databases of a server: it may be there. To make it takes CREATEROLE. Where the owner does not
-- have that, somebody else runs, before the first start: CREATE ROLE pullway_rating NOLOGIN; GRANT pullway_rating TO <owner>.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pullway_rating') THEN
        CREATE ROLE pullway_rating NOLOGIN NOINHERIT;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of this server is being migrated too
END
$$;

DO $$
BEGIN
    IF NOT pg_has_role('pullway_rating', 'SET') THEN
        GRANT pullway_rating TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO pullway_rating', current_schema());
END
$$;

-- Who asks, as the service says it in the transaction of each change (set_config, until its end). Null for nobody.
CREATE FUNCTION pullway_subject() RETURNS text LANGUAGE sql STABLE
    RETURN nullif(current_setting('pullway.subject', true), '');

CREATE FUNCTION pullway_has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE
    RETURN coalesce(wanted = ANY (string_to_array(current_setting('pullway.roles', true), ',')), false);

-- These two read what the role may not, as the owner, and tell of it what they have to.
CREATE FUNCTION pullway_profile() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
    RETURN (SELECT id FROM users WHERE subject = pullway_subject());

CREATE FUNCTION pullway_subject_of_key(presented bytea) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    RETURN (SELECT users.subject FROM api_keys JOIN users ON users.id = api_keys.user_id WHERE hash = presented);

REVOKE EXECUTE ON FUNCTION pullway_profile(), pullway_subject_of_key(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pullway_profile(), pullway_subject_of_key(bytea) TO pullway_rating;

-- Column by column where some are not to be seen or not to be changed. Who adds a column grants it.
GRANT
    SELECT (id, first_name, last_name, version, created_at, updated_at),
    INSERT (first_name, last_name, subject),
    UPDATE (first_name, last_name, version, updated_at),
    DELETE
    ON users TO pullway_rating;
GRANT SELECT, INSERT, UPDATE (name, description, version, updated_at), DELETE ON services TO pullway_rating;
GRANT SELECT, INSERT, UPDATE (score, comment, version, updated_at), DELETE ON ratings TO pullway_rating;
GRANT
    SELECT (id, user_id, name, last_four, created_at),
    INSERT (user_id, name, hash, last_four),
    DELETE
    ON api_keys TO pullway_rating;

-- A start looks whether the schema is up to date.
GRANT SELECT ON "${flyway:table}" TO pullway_rating;

-- What is updated may be locked before, by whoever asks (SELECT … FOR UPDATE is bound by USING): hence USING (true). That
-- a change is allowed, WITH CHECK says of the new row, in which nobody can have changed whose it is.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON users FOR SELECT TO pullway_rating USING (true);
CREATE POLICY users_make_their_own ON users FOR INSERT TO pullway_rating
    WITH CHECK (pullway_has_role('admin') OR pullway_has_role('user') AND subject = pullway_subject());
CREATE POLICY users_change_their_own ON users FOR UPDATE TO pullway_rating USING (true)
    WITH CHECK (pullway_has_role('admin') OR pullway_has_role('user') AND subject = pullway_subject());
CREATE POLICY users_delete_their_own ON users FOR DELETE TO pullway_rating
    USING (pullway_has_role('admin') OR pullway_has_role('user') AND subject = pullway_subject());

ALTER TABLE services ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON services FOR SELECT TO pullway_rating USING (true);
CREATE POLICY admins_make ON services FOR INSERT TO pullway_rating WITH CHECK (pullway_has_role('admin'));
CREATE POLICY admins_change ON services FOR UPDATE TO pullway_rating USING (true)
    WITH CHECK (pullway_has_role('admin'));
CREATE POLICY admins_delete ON services FOR DELETE TO pullway_rating USING (pullway_has_role('admin'));

ALTER TABLE ratings ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON ratings FOR SELECT TO pullway_rating USING (true);
CREATE POLICY users_make_their_own ON ratings FOR INSERT TO pullway_rating
    WITH CHECK (pullway_has_role('admin') OR pullway_has_role('user') AND user_id = (SELECT pullway_profile()));
CREATE POLICY users_change_their_own ON ratings FOR UPDATE TO pullway_rating USING (true)
    WITH CHECK (pullway_has_role('admin') OR pullway_has_role('user') AND user_id = (SELECT pullway_profile()));
CREATE POLICY users_delete_their_own ON ratings FOR DELETE TO pullway_rating
    USING (
        pullway_has_role('admin') OR pullway_has_role('moderator')
        OR pullway_has_role('user') AND user_id = (SELECT pullway_profile())
    );

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_have_their_own ON api_keys FOR ALL TO pullway_rating
    USING (pullway_has_role('user') AND user_id = (SELECT pullway_profile()));
