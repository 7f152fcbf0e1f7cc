-- What plain routes moved: append only, written in batches.
CREATE TABLE drover_movement (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at            TIMESTAMP WITH TIME ZONE NOT NULL,
    node          VARCHAR(120)             NOT NULL,
    route         VARCHAR(200)             NOT NULL,
    endpoint      VARCHAR(200)             NOT NULL,
    path          VARCHAR(4000)            NOT NULL,
    bytes         BIGINT                   NOT NULL,
    duration_ms   BIGINT                   NOT NULL,
    outcome       VARCHAR(16)              NOT NULL,
    error_class   VARCHAR(40),
    error_message VARCHAR(2000),
    ftp_reply     VARCHAR(2000)
);
CREATE INDEX drover_movement_by_time ON drover_movement (at);
CREATE INDEX drover_movement_by_route ON drover_movement (route, at);
