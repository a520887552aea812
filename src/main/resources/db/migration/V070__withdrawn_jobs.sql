-- A job that is cancelled alone before its first placement gets a row of its own while its
-- neighbours stay in the untouched tail. Its index stands in "withdrawn" until the tail has moved
-- past it, so that placement leaves it out.
alter table job_batch add column withdrawn integer[] not null default '{}';
-- How many jobs share the tail's status: the sums of lists and statistics.
alter table job_batch add column tail_size integer not null generated always as
  (size - next_index - cardinality(withdrawn)) stored;
-- next_index is itself a job of the tail, or the end; so "next_index < size" still means that the
-- tail has jobs, in the generated columns too.
alter table job_batch add constraint withdrawn_is_within_the_tail check
  (next_index < all (withdrawn) and size > all (withdrawn));
alter table job_batch drop constraint counters_add_up;
-- Every job with a row is counted once: those that the tail has passed, and those ahead of it.
alter table job_batch add constraint counters_add_up check
  (waiting + starting + running + succeeded + failed = next_index + cardinality(withdrawn));

-- Such a job never was on a host.
alter table job alter column region drop not null;
alter table job alter column host drop not null;
alter table job alter column placed_at drop not null;
-- Withdrawn while its batch was not admitted: the batch's later admission is none of its history.
alter table job add column never_admitted boolean not null default false;
alter table job drop constraint attempts_count_from_one;
-- A row without an attempt is that of a withdrawn job and of no other.
alter table job add constraint placed_or_withdrawn check (
  case when attempt = 0
    then status = 'FAILED' and user_cancelled and region is null and host is null
         and placed_at is null and started_at is null
    else attempt > 0 and region is not null and host is not null and placed_at is not null
         and not never_admitted
  end);
alter table job_event alter column host drop not null;
alter table job_event alter column region drop not null;
