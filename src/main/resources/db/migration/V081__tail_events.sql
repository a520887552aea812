-- What happened to all jobs of a tail at once. Together with job_event this is everything that ever
-- happened to any job, in one order: both draw their ordinals from the same sequence, and whoever
-- writes events of a batch holds its lock, so that the ordinals of one job's events ascend.
create table tail_event (
  ordinal bigint primary key default nextval('job_event_ordinal_seq'),
  batch_id uuid not null references job_batch on delete cascade,
  at timestamptz not null,
  status text not null,
  status_reason text not null,
  user_cancelled boolean not null default false,
  -- The jobs it happened to: the batch's tail at that moment.
  first_index integer not null,
  withdrawn integer[] not null,
  -- Which line of each of those jobs' history it is, from 0.
  position integer not null
);

-- The events of a batch go with it.
create index tail_event_batch on tail_event (batch_id);
-- Followers read what came after the last ordinal that they have seen.
create index job_event_ordinal on job_event (ordinal);
