-- How many nodes in a row did not come to an end with a request: it may be the request that kills them.
ALTER TABLE drover_request ADD COLUMN lost_nodes INTEGER DEFAULT 0 NOT NULL;
