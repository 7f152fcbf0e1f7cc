-- What was asked, what became of it, and who works on it. Every time is the database's, so that nodes agree.
CREATE TABLE drover_request (
    id                 VARCHAR(64)              NOT NULL PRIMARY KEY,
    body               TEXT                     NOT NULL,
    body_sha256        VARCHAR(64)              NOT NULL,
    operation          VARCHAR(40)              NOT NULL,
    job_name           VARCHAR(200),
    source             VARCHAR(63),
    destination        VARCHAR(63),
    submitter          VARCHAR(200),
    correlation_id     VARCHAR(200),
    priority           INTEGER                  NOT NULL,
    deadline           TIMESTAMP WITH TIME ZONE,
    state              VARCHAR(16)              NOT NULL,
    wait_reason        VARCHAR(40),
    due_at             TIMESTAMP WITH TIME ZONE,
    owner              VARCHAR(120),
    lease_until        TIMESTAMP WITH TIME ZONE,
    fence              BIGINT                   NOT NULL,
    attempt            INTEGER                  NOT NULL,
    attempt_started_at TIMESTAMP WITH TIME ZONE,
    cancel_at          TIMESTAMP WITH TIME ZONE,
    cancel_by          VARCHAR(200),
    error_class        VARCHAR(40),
    error_message      VARCHAR(2000),
    ftp_reply          VARCHAR(2000),
    items_total        INTEGER                  NOT NULL DEFAULT 0,
    items_done         INTEGER                  NOT NULL DEFAULT 0,
    items_failed       INTEGER                  NOT NULL DEFAULT 0,
    bytes_total        BIGINT                   NOT NULL DEFAULT 0,
    bytes_done         BIGINT                   NOT NULL DEFAULT 0,
    outcome            TEXT,
    received_at        TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at         TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at        TIMESTAMP WITH TIME ZONE
);
CREATE INDEX drover_request_by_state ON drover_request (state, lease_until);
CREATE INDEX drover_request_by_arrival ON drover_request (received_at, id);
CREATE INDEX drover_request_by_end ON drover_request (finished_at);

-- The files of a request, in the order in which they were asked for.
CREATE TABLE drover_item (
    request_id    VARCHAR(64)              NOT NULL REFERENCES drover_request (id) ON DELETE CASCADE,
    item_number   INTEGER                  NOT NULL,
    path          VARCHAR(4000)            NOT NULL,
    target        VARCHAR(4000),
    state         VARCHAR(16)              NOT NULL,
    bytes         BIGINT                   NOT NULL,
    sha256        VARCHAR(64),
    duration_ms   BIGINT                   NOT NULL,
    error_class   VARCHAR(40),
    error_message VARCHAR(2000),
    ftp_reply     VARCHAR(2000),
    updated_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (request_id, item_number)
);

-- Every time that a node worked on a request; written when that ended, however it ended.
CREATE TABLE drover_attempt (
    request_id    VARCHAR(64)              NOT NULL REFERENCES drover_request (id) ON DELETE CASCADE,
    fence         BIGINT                   NOT NULL,
    attempt       INTEGER                  NOT NULL,
    owner         VARCHAR(120)             NOT NULL,
    started_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at      TIMESTAMP WITH TIME ZONE NOT NULL,
    result        VARCHAR(16)              NOT NULL,
    bytes         BIGINT                   NOT NULL,
    error_class   VARCHAR(40),
    error_message VARCHAR(2000),
    ftp_reply     VARCHAR(2000),
    PRIMARY KEY (request_id, fence)
);

-- The timeline of a request: one row for each change, never updated.
CREATE TABLE drover_event (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id VARCHAR(64)              NOT NULL REFERENCES drover_request (id) ON DELETE CASCADE,
    at         TIMESTAMP WITH TIME ZONE NOT NULL,
    node       VARCHAR(120)             NOT NULL,
    event      VARCHAR(40)              NOT NULL,
    detail     VARCHAR(2000)            NOT NULL
);
CREATE INDEX drover_event_by_request ON drover_event (request_id, id);
