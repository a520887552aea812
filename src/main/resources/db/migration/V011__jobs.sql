-- A job that has been placed at least once.
create table job (
  batch_id uuid not null references job_batch on delete cascade,
  index integer not null,
  status text not null,
  status_reason text not null,
  attempt integer not null,
  retries_used integer not null default 0,
  faults integer not null default 0,
  region text not null,
  host text not null,
  failure_code text,
  exit_code integer,
  user_cancelled boolean not null default false,
  placed_at timestamptz not null,
  started_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz not null,
  cancel_requested_at timestamptz,
  primary key (batch_id, index),
  constraint status_is_possible check (status in ('RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  -- Terminal means ended: nothing can be over without a time, or have a time and go on.
  constraint ends_with_a_time check ((status in ('SUCCEEDED', 'FAILED')) = (completed_at is not null)),
  constraint running_has_started check (status <> 'RUNNING' or started_at is not null),
  constraint attempts_count_from_one check (attempt >= 1)
) with (fillfactor = 70);

-- What a host is asked to run: read by its agent at every look, and the room it takes.
create index job_on_host on job (host) where status in ('STARTING', 'RUNNING');
-- Jobs that wait for another attempt; the scheduler serves them before the tails.
create index job_waiting on job (batch_id, index) where status = 'RUNNABLE';
