-- A submission that may be repeated: its key, what it asked for, and what it was answered. Stored in
-- the transaction that stores the jobs, so there is no key without jobs and no jobs without a key.
create table idempotency_key (
  task_id uuid not null,
  key text not null,
  -- SHA-256 of group and batches as the service understood them.
  fingerprint text not null,
  answer text not null,
  created_at timestamptz not null,
  -- Of two submissions at once the second waits here for the first.
  primary key (task_id, key)
);

-- What the sweeper removes.
create index idempotency_key_age on idempotency_key (created_at);
