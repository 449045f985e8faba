-- Whose profiles some of the users of V2 are: those of the people whom the development issuer lets in (class Person of
-- the module cli). Changes nothing where pullway.rating.seed-owners or pullway.rating.seed is false, or the users are
-- others than those of V2: elsewhere these subjects may be those of others.
DO $$
BEGIN
    IF NOT '${seed}'::boolean OR NOT '${seed-owners}'::boolean OR (
        SELECT count(*) FROM users
        WHERE (id, first_name, last_name) IN (
            (1, 'Anna', 'Lindqvist'), (2, 'Mateo', 'García'), (3, 'Chidi', 'Okafor'), (4, 'Yuki', 'Tanaka')
        )
    ) < 4 THEN
        RETURN;
    END IF;

    UPDATE users SET subject = people.subject
    FROM (VALUES (1, 'anna'), (2, 'mateo'), (3, 'chidi'), (4, 'yuki')) AS people (id, subject)
    WHERE users.id = people.id
        AND users.subject IS NULL
        AND NOT EXISTS (SELECT FROM users AS others WHERE others.subject = people.subject);
END
$$;
