-- The tables of the inbox desk: questions, answers, and where reading each account stopped.
-- at is the time by which lists sort (due while open, answered or closed later); seen is 1 while a question was opened
-- and still waits to be answered. Both follow from other columns and are written with them.

CREATE TABLE questions (
  seq         {rowid},
  id          TEXT NOT NULL UNIQUE,
  version     INTEGER NOT NULL,
  account     TEXT NOT NULL,
  platform    TEXT NOT NULL,
  channel     TEXT NOT NULL,
  external    TEXT NOT NULL,
  ref         TEXT NOT NULL DEFAULT '',
  author      TEXT NOT NULL,
  words       TEXT NOT NULL,
  under       TEXT NOT NULL DEFAULT '',
  delivery    TEXT NOT NULL DEFAULT '',
  link        TEXT NOT NULL DEFAULT '',
  received    BIGINT NOT NULL,
  collected   BIGINT NOT NULL,
  kind        TEXT NOT NULL,
  state       TEXT NOT NULL,
  read_at     BIGINT NOT NULL DEFAULT 0,
  read_by     TEXT NOT NULL DEFAULT '',
  claimed     TEXT NOT NULL DEFAULT '',
  claimed_by  TEXT NOT NULL DEFAULT '',
  claimed_at  BIGINT NOT NULL DEFAULT 0,
  due         BIGINT NOT NULL,
  days        INTEGER NOT NULL,
  assumed     INTEGER NOT NULL DEFAULT 0,
  window_at   BIGINT NOT NULL DEFAULT 0,
  gone        BIGINT NOT NULL DEFAULT 0,
  closed      BIGINT NOT NULL DEFAULT 0,
  reason      TEXT NOT NULL DEFAULT '',
  answered_at BIGINT NOT NULL DEFAULT 0,
  at          BIGINT NOT NULL,
  seen        INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account, channel, external)
);
CREATE INDEX questions_state ON questions (state, at, seq);
CREATE INDEX questions_account ON questions (account, state, at, seq);
CREATE INDEX questions_newest ON questions (account, seq);
CREATE INDEX questions_seen ON questions (at, seq) WHERE seen = 1;
CREATE INDEX questions_seen_account ON questions (account, at, seq) WHERE seen = 1;
CREATE INDEX questions_window ON questions (state, window_at) WHERE window_at > 0;
CREATE INDEX questions_under ON questions (delivery, state) WHERE delivery <> '';

CREATE TABLE answers (
  seq         {rowid},
  id          TEXT NOT NULL UNIQUE,
  question    TEXT NOT NULL REFERENCES questions (id),
  version     INTEGER NOT NULL,
  revision    INTEGER NOT NULL DEFAULT 0,
  words       TEXT NOT NULL,
  state       TEXT NOT NULL,
  fingerprint TEXT NOT NULL DEFAULT '',
  by_id       TEXT NOT NULL DEFAULT '',
  by_name     TEXT NOT NULL DEFAULT '',
  others      TEXT NOT NULL DEFAULT '',
  changed     BIGINT NOT NULL,
  submitted   BIGINT NOT NULL DEFAULT 0,
  note        TEXT NOT NULL DEFAULT '',
  code        TEXT NOT NULL DEFAULT '',
  attempts    INTEGER NOT NULL DEFAULT 0,
  sent_at     BIGINT NOT NULL DEFAULT 0,
  external    TEXT NOT NULL DEFAULT '',
  link        TEXT NOT NULL DEFAULT '',
  absent      BIGINT NOT NULL DEFAULT 0,
  evidence    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX answers_question ON answers (question, seq);
CREATE UNIQUE INDEX answers_live ON answers (question) WHERE state <> 'rejected';
CREATE INDEX answers_state ON answers (state, changed);

CREATE TABLE inbox_cursors (
  account TEXT PRIMARY KEY,
  stop    TEXT NOT NULL
);
