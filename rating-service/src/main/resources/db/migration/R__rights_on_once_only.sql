-- What requests may do with the table of db/once-only, whose policy shows each its own row. That comes with repeatable
-- migrations, which run last, in the order of their names: so does this one, after them.
REVOKE ALL ON pullway_once_only FROM pullway_rating;
GRANT SELECT, INSERT (request_id), UPDATE (status, headers, body) ON pullway_once_only TO pullway_rating;
GRANT EXECUTE ON FUNCTION pullway_once_only_forget(interval, int) TO pullway_rating;
