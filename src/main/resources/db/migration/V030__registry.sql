-- Module registry. A repository exists once it was created through the API: only then do tokens
-- reach its path in the image registry. What it holds is the registry's own business.
CREATE TABLE image_repository (
    project_id uuid NOT NULL REFERENCES project,
    -- Path below the project's own, such as team/app. The key serves every question asked of the
    -- table: all repositories of a project, and whether one exists.
    name text NOT NULL,
    created_by text NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, name),
    -- The published pattern; anything else could not be pushed to.
    CONSTRAINT image_repository_name_is_a_path CHECK (
        name ~ '^([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*$'),
    -- The registry takes 255 characters, of which "projects/<id>/" needs 46.
    CONSTRAINT image_repository_name_length CHECK (char_length(name) <= 200)
);

-- One row: the key that signs what the registry is asked with, and the certificate by which the
-- registry trusts it. Every replica signs with it; protect the database accordingly.
CREATE TABLE registry_key (
    -- X.509, self-signed
    certificate bytea NOT NULL,
    -- PKCS#8 of an EC P-256 key
    private_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    only_one boolean PRIMARY KEY DEFAULT true,
    CONSTRAINT registry_key_is_one CHECK (only_one)
);
