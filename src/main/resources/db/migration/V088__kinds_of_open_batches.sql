-- What the scheduler reads at each tick: which kinds of jobs wait (from one kind to the next is one
-- step in the index), and the first batches of each kind in order of submission. No column of it
-- ever changes, so that updates of open batches stay in place; the regions tell without the table
-- whether a kind waits in a region at all.
create index job_batch_kind on job_batch
  (project_id, priority, architecture, vcpus, memory_mib, disk_gib, seq) include (regions)
  where is_open;
