-- The library as version 1 has it. Times are whole seconds since 1970 in UTC, unless a comment says otherwise.
-- The site's words (article, body, comment, label …) and the reader's marks (marks, note, own_tag …) stand apart:
-- a sync writes the first and never the second, and marks outlive the article.

CREATE TABLE site (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,                          -- what the person knows it by: its home page
    name TEXT NOT NULL,
    kind TEXT NOT NULL,                         -- domain.site.SourceKind
    endpoint TEXT NOT NULL UNIQUE,              -- REST root, or the feed's address
    comments_feed TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    folder TEXT NOT NULL DEFAULT '',
    facts TEXT NOT NULL DEFAULT '{}',           -- JSON: what `add` found
    cursor TEXT NOT NULL DEFAULT '{}',          -- JSON: validators and watermarks; only the source reads it
    full_text INTEGER NOT NULL DEFAULT 1,
    added INTEGER NOT NULL,
    last_sync INTEGER,                          -- last success
    last_error TEXT NOT NULL DEFAULT '',        -- domain.outcome.Problem
    error_detail TEXT NOT NULL DEFAULT '',
    not_before INTEGER,                         -- asked not to be asked before
    failures INTEGER NOT NULL DEFAULT 0,        -- in a row
    gone INTEGER NOT NULL DEFAULT 0,            -- it said 410
    removed_at INTEGER,                         -- unsubscribed; all is kept for undo until `retention.purge_removed`
    keep_days INTEGER,                          -- retention: articles older than this go (NULL: kept)
    keep_count INTEGER,                         -- retention: no more than this many articles (NULL: kept)
    -- kept by the writes, never counted for a screen; hidden articles are not in them
    article_count INTEGER NOT NULL DEFAULT 0,
    unread_count INTEGER NOT NULL DEFAULT 0,
    comment_count INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What a list shows, and what sync compares; dense, apart from the text
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,       -- never used again: drafts and people remember it
    site_id INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    rank INTEGER NOT NULL UNIQUE,               -- place in time: second * 256 + slot; also the rowid in article_words
    remote_key INTEGER NOT NULL UNIQUE,         -- 64-bit hash of site and remote id: one index of numbers, not of addresses
    url_key INTEGER NOT NULL,                   -- 64-bit hash of the address without what does not matter (http/https, www, utm_ …)
    unread INTEGER NOT NULL DEFAULT 1,          -- kept in step with marks.read_at, so that "unread" is an index
    hidden INTEGER NOT NULL DEFAULT 0,          -- bits: 1 its site was removed, 2 a mute rule
    published INTEGER,                          -- NULL when unknown or absurd
    first_seen INTEGER NOT NULL,
    edited_at INTEGER,                          -- when a sync found other words than before
    gone_at INTEGER,                            -- when the site said that it is no more
    minutes INTEGER NOT NULL DEFAULT 0,
    stated_comments INTEGER,                    -- as the site states; NULL when it does not
    comments INTEGER NOT NULL DEFAULT 0,        -- stored, not gone, no pingbacks
    new_comments INTEGER NOT NULL DEFAULT 0,    -- rows of comment_new
    versions INTEGER NOT NULL DEFAULT 1,
    whole INTEGER NOT NULL DEFAULT 1,           -- 0: an excerpt, the page may be fetched
    group_id INTEGER NOT NULL DEFAULT 0,        -- articles of one event (0: none)
    modified INTEGER,                           -- the site's own "modified"
    hash BLOB NOT NULL,                         -- Article.content_hash
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    remote_id TEXT NOT NULL
) STRICT;

CREATE INDEX article_newest ON article (rank) WHERE hidden = 0;
CREATE INDEX article_unread ON article (rank) WHERE hidden = 0 AND unread = 1;
CREATE INDEX article_site ON article (site_id, rank) WHERE hidden = 0;
CREATE INDEX article_url ON article (url_key);
CREATE INDEX article_group ON article (group_id) WHERE group_id <> 0;

-- Everything else of an article, packed (`codec`)
CREATE TABLE body (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    data BLOB NOT NULL
) STRICT;

-- What an article said before the site changed it, packed
CREATE TABLE version (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,                    -- 1 is the first that was stored
    replaced_at INTEGER NOT NULL,
    title TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;

-- Tags, categories and authors as the sites give them, and the reader's own tags
CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                         -- tag, category, author, own
    folded TEXT NOT NULL,                       -- `folding.fold_label`: one label whatever its accents
    name TEXT NOT NULL,                         -- as first seen
    articles INTEGER NOT NULL DEFAULT 0,        -- kept, not counted
    UNIQUE (kind, folded)
) STRICT;

CREATE TABLE article_label (
    label_id INTEGER NOT NULL REFERENCES label (id),
    rank INTEGER NOT NULL,                      -- article.rank, so that a label's articles come in order
    PRIMARY KEY (label_id, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,                    -- the site's, or a hash of the comment when it has none
    parent_remote_id TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    author_url TEXT NOT NULL DEFAULT '',
    published INTEGER,
    first_seen INTEGER NOT NULL,
    gone_at INTEGER,                            -- when it was missing from a complete thread
    flags INTEGER NOT NULL DEFAULT 0,           -- bits: 1 pingback, 2 by the article's author, 4 the site gave no id
    html BLOB NOT NULL,                         -- packed
    UNIQUE (article_id, remote_id)
) STRICT;

-- Search. Contentless: the index holds folded words and no second copy of any text (docs/decisions).
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, body, people, labels, content = '', tokenize = 'ascii'
);
CREATE VIRTUAL TABLE comment_words USING fts5 (
    author, body, content = '', tokenize = 'ascii'
);

-- Leaves of the index fill a page of the file; fewer, larger merges (measured: a quarter less disk)
INSERT INTO article_words (article_words, rank) VALUES ('pgsz', 8000);
INSERT INTO article_words (article_words, rank) VALUES ('automerge', 8);
INSERT INTO comment_words (comment_words, rank) VALUES ('pgsz', 8000);
INSERT INTO comment_words (comment_words, rank) VALUES ('automerge', 8);

-- The reader's marks. No foreign keys: they outlive the article.
CREATE TABLE marks (
    article_id INTEGER PRIMARY KEY,
    read_at INTEGER,
    saved_at INTEGER,
    place INTEGER NOT NULL DEFAULT 0            -- where one stopped reading; the reading pane's unit
) STRICT;
CREATE INDEX marks_saved ON marks (saved_at) WHERE saved_at IS NOT NULL;

CREATE TABLE note (
    article_id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL
) STRICT;

CREATE TABLE own_tag (
    article_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (article_id, name)
) STRICT, WITHOUT ROWID;

-- Comments that came after the person had been at the article, until its thread is looked at
CREATE TABLE comment_new (
    comment_id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL
) STRICT;
CREATE INDEX comment_new_article ON comment_new (article_id);

-- Comments known to be the reader's own
CREATE TABLE my_comment (
    site_id INTEGER NOT NULL,
    remote_id TEXT NOT NULL,
    article_id INTEGER,                         -- NULL until the comment is seen on the site
    known_at INTEGER NOT NULL,
    PRIMARY KEY (site_id, remote_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX my_comment_article ON my_comment (article_id);

-- Articles that retention removed: not to come in again, and their id stays theirs
CREATE TABLE pruned (
    remote_key INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL,
    site_id INTEGER NOT NULL
) STRICT;

-- Mute rules
CREATE TABLE mute (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                         -- word, author, tag
    text TEXT NOT NULL,
    site_id INTEGER,                            -- NULL: everywhere
    hid INTEGER NOT NULL DEFAULT 0,             -- how many articles it hid so far
    UNIQUE (kind, text, site_id)
) STRICT;
CREATE TABLE muted (
    mute_id INTEGER NOT NULL REFERENCES mute (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (mute_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX muted_article ON muted (article_id);

-- Queries kept as views
CREATE TABLE saved_query (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE undo_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    data BLOB NOT NULL                          -- packed JSON: what to put back
) STRICT;

CREATE TABLE traffic (
    site_id INTEGER NOT NULL,
    day TEXT NOT NULL,                          -- 2026-11-24, UTC
    kind TEXT NOT NULL,                         -- what for: api, feed, page, picture …
    bytes INTEGER NOT NULL,
    PRIMARY KEY (site_id, day, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
