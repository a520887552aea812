-- Module lease. Which process leads each scope. The epoch grows with every change of holder and fences a
-- leader that was paused: its writes name an epoch that is no longer current. Rows are never deleted, so that
-- an epoch is never used again; a lease that was released has expired at -infinity.
--
-- The unique constraint makes the epoch a key column. A transaction that relies on a lease locks its row for
-- key share: that excludes a change of the epoch, but not a renewal, which changes expires_at only.
create table lease (
  scope text primary key,
  holder text not null,
  epoch bigint not null,
  expires_at timestamptz not null,
  constraint lease_epoch_is_a_key unique (scope, epoch)
) with (fillfactor = 50); -- Renewals stay on their page.

-- The running processes: each one registers itself for as long as a lease lasts, and removes its row when it
-- ends. Every process leads about as many hosts and regions as the others.
create table lease_holder (
  holder text primary key,
  expires_at timestamptz not null
);

-- One row: containers are labelled with this id, by which OpenHTC recognizes its own.
create table installation (
  id uuid not null,
  only_one boolean primary key default true,
  constraint there_is_one check (only_one)
);
