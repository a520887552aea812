-- Module storage. Whom credentials were lent to: what a locked-out user was lent counts no longer. Null
-- for jobs, which go on, and for what was lent before; that expires within hours.
ALTER TABLE storage_grant ADD COLUMN user_id text;
ALTER TABLE storage_grant ADD CONSTRAINT storage_grant_user_is_no_job
    CHECK (user_id IS NULL OR job_id IS NULL);
