-- What requests may do with the table of db/once-only. That comes with repeatable migrations, which run last, in the order
-- of their names: so does this one, after them.
GRANT SELECT, INSERT, UPDATE, DELETE ON pullway_once_only TO pullway_rating;
