-- Module region. A row is a region that this installation offers or once offered; the names come
-- from the enum RegionName, whose unknown values would fail on reading.
CREATE TABLE region (
    name text PRIMARY KEY,
    enabled boolean NOT NULL,
    -- Null when the service itself enabled the region at the registration of a host.
    updated_by text,
    updated_at timestamptz NOT NULL,
    -- A typing error made by hand must not become a region that nobody can name.
    CONSTRAINT region_name_is_upper_case CHECK (name ~ '^[A-Z][A-Z0-9_]*$')
);
