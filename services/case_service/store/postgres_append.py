"""The function that appends in PostgreSQL, in each form that a step of the tables has given it. A form is never edited."""

from __future__ import annotations

from typing import Final

# One function appends. It holds the tenant's lock until the transaction ends, so the order of positions is the order
# of commits, and a reader that goes by position never passes one that is yet to come. Being under the lock it can
# also count positions without gaps, and check versions without waiting for a violation.
APPEND: Final = """
CREATE FUNCTION {t}_append(
    new_streams uuid[], new_versions bigint[], new_topics text[], new_states bytea[],
    seen_streams uuid[], seen_versions bigint[], once_key text, once_fingerprint bytea,
    OUT outcome text, OUT first_position bigint, OUT versions bigint[], OUT stream uuid, OUT seen bigint, OUT actual bigint
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    found_fingerprint bytea;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    IF once_key IS NOT NULL THEN
        SELECT o.fingerprint, o.first_position, o.versions INTO found_fingerprint, first_position, versions
            FROM {t}_once AS o WHERE o.key = once_key;
        IF found_fingerprint IS NOT NULL THEN
            outcome := CASE WHEN found_fingerprint = once_fingerprint THEN 'repeated' ELSE 'reused' END;
            RETURN;
        END IF;
    END IF;
    FOR i IN 1 .. cardinality(seen_streams) LOOP
        SELECT coalesce(max(e.originator_version), 0) INTO actual FROM {t}_events AS e WHERE e.originator_id = seen_streams[i];
        IF actual <> seen_versions[i] THEN
            outcome := 'moved';
            stream := seen_streams[i];
            seen := seen_versions[i];
            RETURN;
        END IF;
    END LOOP;
    outcome := 'appended';
    versions := new_versions;
    SELECT coalesce(max(e.notification_id), 0) + 1 INTO first_position FROM {t}_events AS e;
    INSERT INTO {t}_events (originator_id, originator_version, topic, state, notification_id)
        SELECT n.stream, n.version, n.topic, n.state, first_position - 1 + n.place
        FROM unnest(new_streams, new_versions, new_topics, new_states) WITH ORDINALITY AS n (stream, version, topic, state, place);
    IF once_key IS NOT NULL THEN
        INSERT INTO {t}_once VALUES (once_key, once_fingerprint, first_position, new_versions);
    END IF;
    PERFORM pg_notify('{t}_events', '');
END $$"""

# The same with the Merkle log. What a leaf says is known before the lock, all but the position; the rest is hashed under it,
# so that an append is still one round trip. A leaf joins the subtrees that it completes (RFC 6962), one in the mean.
APPEND_WITH_LEAVES: Final = """
CREATE FUNCTION {t}_append(
    new_streams uuid[], new_versions bigint[], new_topics text[], new_states bytea[], new_contents bytea[],
    seen_streams uuid[], seen_versions bigint[], once_key text, once_fingerprint bytea,
    OUT outcome text, OUT first_position bigint, OUT versions bigint[], OUT stream uuid, OUT seen bigint, OUT actual bigint
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    found_fingerprint bytea;
    last_leaf bigint;
    leaf_position bigint;
    half bigint;
    content bytea;
    subtree bytea;
    joined bytea;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    IF once_key IS NOT NULL THEN
        SELECT o.fingerprint, o.first_position, o.versions INTO found_fingerprint, first_position, versions
            FROM {t}_once AS o WHERE o.key = once_key;
        IF found_fingerprint IS NOT NULL THEN
            outcome := CASE WHEN found_fingerprint = once_fingerprint THEN 'repeated' ELSE 'reused' END;
            RETURN;
        END IF;
    END IF;
    FOR i IN 1 .. cardinality(seen_streams) LOOP
        SELECT coalesce(max(e.originator_version), 0) INTO actual FROM {t}_events AS e WHERE e.originator_id = seen_streams[i];
        IF actual <> seen_versions[i] THEN
            outcome := 'moved';
            stream := seen_streams[i];
            seen := seen_versions[i];
            RETURN;
        END IF;
    END LOOP;
    SELECT coalesce((SELECT max(e.notification_id) FROM {t}_events AS e), 0) + 1,
        coalesce((SELECT max(l.position) FROM {t}_leaves AS l), 0) INTO first_position, last_leaf;
    IF last_leaf <> first_position - 1 THEN
        outcome := 'leafless';
        actual := last_leaf;
        RETURN;
    END IF;
    outcome := 'appended';
    versions := new_versions;
    leaf_position := last_leaf;
    FOREACH content IN ARRAY new_contents LOOP
        leaf_position := leaf_position + 1;
        subtree := sha256({before_position} || int8send(leaf_position) || content);
        joined := subtree;
        half := 1;
        WHILE leaf_position & half = 0 LOOP
            -- The row of the left half ends with the subtree of that size.
            SELECT sha256({node_mark} || substr(l.completed, length(joined) - 31, 32) || subtree) INTO subtree
                FROM {t}_leaves AS l WHERE l.position = leaf_position - half;
            joined := joined || subtree;
            half := half << 1;
        END LOOP;
        INSERT INTO {t}_leaves VALUES (leaf_position, joined);
    END LOOP;
    INSERT INTO {t}_events (originator_id, originator_version, topic, state, notification_id)
        SELECT n.stream, n.version, n.topic, n.state, first_position - 1 + n.place
        FROM unnest(new_streams, new_versions, new_topics, new_states) WITH ORDINALITY AS n (stream, version, topic, state, place);
    IF once_key IS NOT NULL THEN
        INSERT INTO {t}_once VALUES (once_key, once_fingerprint, first_position, new_versions);
    END IF;
    PERFORM pg_notify('{t}_events', '');
END $$"""

# The same answers and the same rows in fewer statements: the last leaf, which is the left half of every other one, is read with the
# positions, and all leaves of a save are one insert. One event, the common case, is inserted without taking arrays apart.
# It replaces the function under its own name, so programs that were started before the step go on with it.
APPEND_WITH_FEWER_READS: Final = """
CREATE OR REPLACE FUNCTION {t}_append(
    new_streams uuid[], new_versions bigint[], new_topics text[], new_states bytea[], new_contents bytea[],
    seen_streams uuid[], seen_versions bigint[], once_key text, once_fingerprint bytea,
    OUT outcome text, OUT first_position bigint, OUT versions bigint[], OUT stream uuid, OUT seen bigint, OUT actual bigint
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    found_fingerprint bytea;
    last_leaf bigint;
    last_joined bytea;
    place bigint := 0;
    half bigint;
    content bytea;
    left_half bytea;
    subtree bytea;
    joined bytea;
    leaves bytea[] := '{}';
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    IF once_key IS NOT NULL THEN
        SELECT o.fingerprint, o.first_position, o.versions INTO found_fingerprint, first_position, versions
            FROM {t}_once AS o WHERE o.key = once_key;
        IF found_fingerprint IS NOT NULL THEN
            outcome := CASE WHEN found_fingerprint = once_fingerprint THEN 'repeated' ELSE 'reused' END;
            RETURN;
        END IF;
    END IF;
    FOR i IN 1 .. cardinality(seen_streams) LOOP
        SELECT coalesce(max(e.originator_version), 0) INTO actual FROM {t}_events AS e WHERE e.originator_id = seen_streams[i];
        IF actual <> seen_versions[i] THEN
            outcome := 'moved';
            stream := seen_streams[i];
            seen := seen_versions[i];
            RETURN;
        END IF;
    END LOOP;
    SELECT coalesce((SELECT max(e.notification_id) FROM {t}_events AS e), 0) + 1, coalesce(l.position, 0), l.completed
        INTO first_position, last_leaf, last_joined
        FROM (SELECT) AS one LEFT JOIN LATERAL (SELECT * FROM {t}_leaves ORDER BY position DESC LIMIT 1) AS l ON true;
    IF last_leaf <> first_position - 1 THEN
        outcome := 'leafless';
        actual := last_leaf;
        RETURN;
    END IF;
    outcome := 'appended';
    versions := new_versions;
    FOREACH content IN ARRAY new_contents LOOP
        place := place + 1;
        subtree := sha256({before_position} || int8send(last_leaf + place) || content);
        joined := subtree;
        half := 1;
        WHILE (last_leaf + place) & half = 0 LOOP
            -- The row of the left half ends with the subtree of that size.
            IF half < place THEN
                left_half := leaves[place - half];
            ELSIF half = place THEN
                left_half := last_joined;
            ELSE
                SELECT l.completed INTO left_half FROM {t}_leaves AS l WHERE l.position = last_leaf + place - half;
            END IF;
            subtree := sha256({node_mark} || substr(left_half, length(joined) - 31, 32) || subtree);
            joined := joined || subtree;
            half := half << 1;
        END LOOP;
        leaves[place] := joined;
    END LOOP;
    IF place = 1 THEN
        INSERT INTO {t}_leaves VALUES (first_position, joined);
        INSERT INTO {t}_events (originator_id, originator_version, topic, state, notification_id)
            VALUES (new_streams[1], new_versions[1], new_topics[1], new_states[1], first_position);
    ELSE
        INSERT INTO {t}_leaves SELECT last_leaf + n.place, n.completed FROM unnest(leaves) WITH ORDINALITY AS n (completed, place);
        INSERT INTO {t}_events (originator_id, originator_version, topic, state, notification_id)
            SELECT n.stream, n.version, n.topic, n.state, last_leaf + n.place
            FROM unnest(new_streams, new_versions, new_topics, new_states)
                WITH ORDINALITY AS n (stream, version, topic, state, place);
    END IF;
    IF once_key IS NOT NULL THEN
        INSERT INTO {t}_once VALUES (once_key, once_fingerprint, first_position, new_versions);
    END IF;
    PERFORM pg_notify('{t}_events', '');
END $$"""
