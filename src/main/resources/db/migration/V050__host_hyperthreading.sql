-- Module host. Whether two logical processors share a core; null where it can't be told.
alter table compute_host add column hyperthreading boolean;
