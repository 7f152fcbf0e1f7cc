-- Which files (or messages) are taken and which are done. The key is a hash, for a path may be longer than an index allows.
CREATE TABLE drover_ledger (
    scope       VARCHAR(200)             NOT NULL,
    key_hash    VARCHAR(64)              NOT NULL,
    key_text    VARCHAR(1000)            NOT NULL,
    fingerprint VARCHAR(200)             NOT NULL,
    state       VARCHAR(16)              NOT NULL,
    owner       VARCHAR(120)             NOT NULL,
    fence       BIGINT                   NOT NULL,
    acquired_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (scope, key_hash)
);
CREATE INDEX drover_ledger_by_owner ON drover_ledger (owner, state);
CREATE INDEX drover_ledger_by_age ON drover_ledger (updated_at);
