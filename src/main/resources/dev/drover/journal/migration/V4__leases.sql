-- Who leads what. A row outlives its lease: the next holder's fence is higher.
CREATE TABLE drover_lease (
    name        VARCHAR(200)             NOT NULL PRIMARY KEY,
    owner       VARCHAR(120)             NOT NULL,
    fence       BIGINT                   NOT NULL,
    acquired_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE NOT NULL
);
