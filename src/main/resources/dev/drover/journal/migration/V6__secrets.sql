-- What the nodes share and nobody else is to know.
CREATE TABLE drover_secret (
    name       VARCHAR(100)             NOT NULL PRIMARY KEY,
    content    VARCHAR(200)             NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
