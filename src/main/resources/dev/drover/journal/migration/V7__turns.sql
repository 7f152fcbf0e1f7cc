-- The place of a request in the order of the endpoints that keep one: after which moment it may begin, and which of those
-- endpoints it writes to, between commas. What the database's own order of arrival cannot tell, the broker's number does.
ALTER TABLE drover_request ADD COLUMN turn_of VARCHAR(200);
ALTER TABLE drover_request ADD COLUMN turn_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE drover_request ADD COLUMN turn_number BIGINT DEFAULT 0 NOT NULL;
UPDATE drover_request SET turn_at = received_at;
