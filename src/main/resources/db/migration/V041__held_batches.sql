-- Jobs of a held tail are admitted one by one, at their placement: those below this index have the
-- admission in their own history, the others share their batch's.
alter table job_batch add column admitted_singly_below integer not null default 0;
alter table job_batch add constraint singly_admitted_jobs_are_placed
  check (admitted_singly_below between 0 and next_index);

-- The tails that a limit holds, in the order in which they are let go.
create index job_batch_held on job_batch (priority desc, seq)
  where is_open and tail_status = 'SUBMITTED_TO_RESCALE';
