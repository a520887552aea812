#!/bin/sh
# What users do with the AWS CLI in its default configuration; prints one line for each row of docs/storage.md.
set -eu
FOLDER=s3://$BUCKET/$FOLDER
mkdir -p tree/sub
echo one >tree/one
echo two >"tree/sub/two + é"
head -c 20000000 /dev/urandom >tree/large
aws s3 sync --only-show-errors tree "${FOLDER}tree"
aws s3 sync --only-show-errors "${FOLDER}tree" synced
diff -r tree synced
test -z "$(aws s3 sync --dryrun tree "${FOLDER}tree")"
echo "ok: aws s3 sync in both directions, with a multipart upload"
aws s3 cp --only-show-errors tree/one "${FOLDER}copy/one"
aws s3 cp --only-show-errors "${FOLDER}tree/large" "${FOLDER}copy/large"
test "$(aws s3 cp "${FOLDER}copy/one" -)" = one
echo streamed | aws s3 cp --only-show-errors - "${FOLDER}copy/stream"
test "$(aws s3 ls "${FOLDER}copy/" | wc -l)" = 3
echo "ok: aws s3 cp to, from and in the store, and of a stream; aws s3 ls"
aws s3 mv --only-show-errors "${FOLDER}copy/one" "${FOLDER}copy/moved"
aws s3 rm --only-show-errors --recursive "$FOLDER"
test -z "$(aws s3 ls --recursive "$FOLDER" || true)"
echo "ok: aws s3 mv, rm --recursive"
