-- Events: what an article of the last days leaves for being told as one with others of other sites (`events`).
-- The hash says of which text it was made: a text that changed has none.

CREATE TABLE event_print (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,                         -- article.hash
    data BLOB NOT NULL                          -- domain.events.Print.pack
) STRICT;

-- One line for a group is found in the indexes alone: the number is 0 for most, and takes no byte then
DROP INDEX article_newest;
DROP INDEX article_unread;
DROP INDEX article_site;
DROP INDEX article_group;
CREATE INDEX article_newest ON article (rank, group_id) WHERE hidden = 0;
CREATE INDEX article_unread ON article (rank, group_id) WHERE hidden = 0 AND unread = 1;
CREATE INDEX article_site ON article (site_id, rank, group_id) WHERE hidden = 0;
CREATE INDEX article_group ON article (group_id, rank, unread, site_id) WHERE group_id <> 0 AND hidden = 0;
