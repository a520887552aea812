-- Module registry. A repository exists once it was created through the API: only then do tokens give
-- access to its path in the image registry. Its content is known to the registry alone.
create table image_repository (
  project_id uuid not null references project,
  -- The path below the project's own, such as team/app.
  name text not null,
  created_by text not null references app_user,
  created_at timestamptz not null,
  -- Also the list of a project's repositories, and whether one exists.
  primary key (project_id, name),
  -- The published pattern; an image could not be pushed to another name.
  constraint image_repository_name_is_a_path check (
    name ~ '^([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*$'),
  -- The registry accepts 255 characters, of which "projects/<id>/" needs 46.
  constraint image_repository_name_length check (char_length(name) <= 200)
);

-- One row: the key that signs tokens for the registry, and the certificate by which the registry trusts
-- it. Every process of the service signs with it.
create table registry_key (
  -- X.509, self-signed
  certificate bytea not null,
  -- PKCS#8 of an EC P-256 key, encrypted like signing_key.private_key
  private_key bytea not null,
  created_at timestamptz not null,
  only_one boolean primary key default true,
  constraint registry_key_is_one check (only_one)
);
