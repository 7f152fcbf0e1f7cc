-- Which message brought a request, so that the same message delivered again is told from a duplicate; and what is to be
-- known of an item, besides what it is, when its request is taken up again.
ALTER TABLE drover_request ADD COLUMN message_key VARCHAR(200);
ALTER TABLE drover_item ADD COLUMN detail VARCHAR(1000);
