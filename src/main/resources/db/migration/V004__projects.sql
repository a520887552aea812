-- Module project. Ids are version 7 UUIDs: their order is the order of creation, so the primary key
-- is the key of the pages too.
CREATE TABLE project (
    id uuid PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspace,
    -- Of the workspace; it never changes, and lists of organization administrators filter by it.
    organization_code text NOT NULL REFERENCES organization,
    name text NOT NULL,
    description text NOT NULL,
    -- Names of enum RegionName, in the order given; the first is the default for storage.
    regions text[] NOT NULL,
    created_by text NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL,
    CONSTRAINT project_name_length CHECK (char_length(name) BETWEEN 1 AND 255),
    CONSTRAINT project_description_length CHECK (char_length(description) <= 4000),
    -- A project without a region could never run a job.
    CONSTRAINT project_has_a_region CHECK (cardinality(regions) > 0)
);

-- Serves a user's list of projects, page by page.
CREATE INDEX project_by_workspace ON project (workspace_id, id);

-- Serves the same list for an organization administrator.
CREATE INDEX project_by_organization ON project (organization_code, id);

-- Serves onlyMyProjects=true.
CREATE INDEX project_by_creator ON project (created_by, id);
