-- The second wall: whoever is not the owner of the table sees, and changes, the row of the request that its transaction has
-- claimed, and no other. The privileges are the application's to grant: SELECT, INSERT and UPDATE on the table, EXECUTE on
-- pullway_once_only_forget. PostgreSQL 14 or later.

-- To insert a row is to claim the request, and to say so. Runs also where the row is there already.
CREATE OR REPLACE FUNCTION pullway_once_only_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('pullway.request', NEW.request_id::text, true);
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER claim BEFORE INSERT ON pullway_once_only
    FOR EACH ROW EXECUTE FUNCTION pullway_once_only_claim();

ALTER TABLE pullway_once_only ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS requests_have_their_own ON pullway_once_only;
CREATE POLICY requests_have_their_own ON pullway_once_only
    USING (request_id = nullif(current_setting('pullway.request', true), '')::uuid);

-- Deletes some of the answers that are older, never one of the last minute, and says how many. As the owner: the age of a row
-- is all that it tells of it. In batches, so that no transaction is long; instances that clean at the same time pass each
-- other by.
CREATE OR REPLACE FUNCTION pullway_once_only_forget(age interval, at_most int) RETURNS int
LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
    WITH forgotten AS (
        DELETE FROM pullway_once_only WHERE request_id IN (
            SELECT request_id FROM pullway_once_only
            WHERE stored_at < now() - greatest(age, interval '1 minute')
            LIMIT at_most FOR UPDATE SKIP LOCKED)
        RETURNING request_id)
    SELECT count(*)::int FROM forgotten;
END;

REVOKE EXECUTE ON FUNCTION pullway_once_only_forget(interval, int) FROM PUBLIC;
