-- What happened to jobs that have rows. The history that a whole batch shares (submitted, admitted,
-- queued) is kept on the batch and not repeated here.
create table job_event (
  batch_id uuid not null references job_batch on delete cascade,
  index integer not null,
  ordinal bigint generated always as identity,
  at timestamptz not null,
  attempt integer not null,
  status text not null,
  status_reason text not null,
  host text not null,
  region text not null,
  exit_code integer,
  user_cancelled boolean not null default false,
  -- The history of one job, oldest first.
  primary key (batch_id, index, ordinal)
);
