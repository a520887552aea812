-- How far the host keeps its jobs from itself and from each other, as found when it last answered.
alter table compute_host add column isolation text not null default 'NONE';
