-- The image of a batch as it was found at submission: <repository>@<digest> in the registry, so that
-- a moved tag changes no running batch. Null: an image that hosts hold by its plain name.
ALTER TABLE job_batch ADD COLUMN image text
    CONSTRAINT job_batch_image_is_pinned CHECK (image ~ '^projects/.+@sha256:[0-9a-f]{64}$');
