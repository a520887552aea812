-- Module job. Tasks that were deleted before their jobs went with them: their removal is ordered now.
-- Later ones are ordered as they are deleted.
insert into job_purge (task_id, ordered_at)
select id, deleted_at from task where lifecycle_status = 'DELETED'
on conflict do nothing;
