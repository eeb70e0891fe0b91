-- Posts with the content that somebody is writing, the content that was submitted, and the way of each signed revision to
-- each account. Content, receipts and what a channel prepared are JSON. Times are microseconds since 1970 UTC, 0 for none;
-- late_within is microseconds too.

CREATE TABLE posts (
  seq         {rowid},
  id          TEXT NOT NULL UNIQUE,
  version     INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  state       TEXT NOT NULL,
  title       TEXT NOT NULL DEFAULT '',
  author      TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created     BIGINT NOT NULL,
  changed     BIGINT NOT NULL,
  revision    INTEGER NOT NULL DEFAULT 0,
  planned     BIGINT NOT NULL DEFAULT 0,
  comment     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX posts_changed ON posts (changed, seq);
CREATE INDEX posts_state ON posts (state, changed, seq);
CREATE INDEX posts_author ON posts (author, changed, seq);

CREATE TABLE working_copies (
  post       TEXT PRIMARY KEY REFERENCES posts (id),
  version    INTEGER NOT NULL,
  content    TEXT NOT NULL,
  actor      TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  at         BIGINT NOT NULL
);

CREATE TABLE revisions (
  post        TEXT NOT NULL REFERENCES posts (id),
  no          INTEGER NOT NULL,
  content     TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  actor       TEXT NOT NULL,
  actor_name  TEXT NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (post, no)
);
{append-only revisions}

CREATE TABLE deliveries (
  seq         {rowid},
  id          TEXT NOT NULL UNIQUE,
  version     INTEGER NOT NULL,
  post        TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  title       TEXT NOT NULL,
  account     TEXT NOT NULL,
  platform    TEXT NOT NULL,
  way         TEXT NOT NULL,
  state       TEXT NOT NULL,
  due         BIGINT NOT NULL,
  window_from BIGINT NOT NULL,
  window_to   BIGINT NOT NULL,
  late_within BIGINT NOT NULL,
  late_drop   INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  made        TEXT NOT NULL DEFAULT '',
  receipt     TEXT NOT NULL DEFAULT '',
  out_at      BIGINT NOT NULL DEFAULT 0,
  note        TEXT NOT NULL DEFAULT '',
  code        TEXT NOT NULL DEFAULT '',
  next        BIGINT NOT NULL DEFAULT 0,
  attempts    INTEGER NOT NULL DEFAULT 0,
  sent        BIGINT NOT NULL DEFAULT 0,
  changed     BIGINT NOT NULL,
  absent      BIGINT NOT NULL DEFAULT 0,
  settled     INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (post, revision) REFERENCES revisions (post, no),
  UNIQUE (post, revision, account, way)
);
CREATE INDEX deliveries_due ON deliveries (due, seq);
CREATE INDEX deliveries_state ON deliveries (state, due, seq);
CREATE INDEX deliveries_waiting ON deliveries (due, seq) WHERE settled = 0 AND state NOT IN ('published', 'withdrawn');
CREATE INDEX deliveries_out ON deliveries (account, out_at, seq) WHERE state = 'published';
