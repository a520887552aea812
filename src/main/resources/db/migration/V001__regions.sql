-- Module region. A row is a region that this installation offers or once offered. Names come from the
-- enum RegionName; reading an unknown name would fail.
create table region (
  name text primary key,
  enabled boolean not null,
  -- Null when the service itself enabled the region because a host was registered there.
  updated_by text,
  updated_at timestamptz not null,
  -- A typing error made by hand must not become a region that no request can name.
  constraint region_name_is_upper_case check (name ~ '^[A-Z][A-Z0-9_]*$')
);
