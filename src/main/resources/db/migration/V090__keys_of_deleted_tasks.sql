-- Module job. Submissions to tasks that were deleted before their keys went with them, except for those
-- whose jobs are still being removed: their keys go last.
delete from idempotency_key
where task_id in (select id from task where lifecycle_status = 'DELETED')
  and task_id not in (select task_id from job_purge);
