-- The tables of the review desk: routes, tickets and decisions. Steps, signs and gates are JSON of the review store.

CREATE TABLE routes (
  kind      TEXT PRIMARY KEY,
  version   INTEGER NOT NULL,
  name      TEXT NOT NULL,
  adjoining INTEGER NOT NULL,
  steps     TEXT NOT NULL
);

CREATE TABLE tickets (
  id          TEXT PRIMARY KEY,
  version     INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  round       INTEGER NOT NULL,
  revision    INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  title       TEXT NOT NULL,
  author      TEXT NOT NULL,
  author_name TEXT NOT NULL,
  others      TEXT NOT NULL,
  route       TEXT NOT NULL,
  due         BIGINT NOT NULL DEFAULT 0,
  line        TEXT NOT NULL DEFAULT '',
  steps       TEXT NOT NULL,
  adjoining   INTEGER NOT NULL,
  signs       TEXT NOT NULL,
  state       TEXT NOT NULL,
  step        INTEGER NOT NULL,
  by_id       TEXT NOT NULL,
  by_name     TEXT NOT NULL,
  opened      BIGINT NOT NULL,
  closed      BIGINT NOT NULL DEFAULT 0,
  why         TEXT NOT NULL DEFAULT '',
  UNIQUE (kind, subject, round)
);
CREATE UNIQUE INDEX tickets_open ON tickets (kind, subject) WHERE state IN ('waiting', 'approved');
CREATE INDEX tickets_state ON tickets (state, due);

CREATE TABLE decisions (
  seq       {rowid},
  id        TEXT NOT NULL UNIQUE,
  ticket    TEXT NOT NULL REFERENCES tickets (id),
  step      INTEGER NOT NULL,
  step_name TEXT NOT NULL,
  verdict   TEXT NOT NULL,
  gates     TEXT NOT NULL,
  secrecy   TEXT NOT NULL DEFAULT '',
  comment   TEXT NOT NULL DEFAULT '',
  by_id     TEXT NOT NULL,
  name      TEXT NOT NULL,
  at        BIGINT NOT NULL,
  UNIQUE (ticket, step)
);
CREATE INDEX decisions_by ON decisions (by_id, seq);
{append-only decisions}
