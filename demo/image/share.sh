#!/bin/sh
# One job: downloads the word list from the project's shared folder, analyses its share of the words, and
# uploads the result to the task's folder. It needs only the environment that the service sets.
set -eu

# S3 requires the hash of the body, or a header that it is not signed; curl sends neither by default.
s3() {
  curl -sS --fail --retry 3 --aws-sigv4 "aws:amz:$AWS_REGION:s3" \
    --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
    -H "x-amz-security-token: $AWS_SESSION_TOKEN" -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$@"
}

url() {
  echo "$AWS_ENDPOINT_URL_S3/${1#s3://}"
}

s3 -o /tmp/web2 "$(url "$PROJECT_SHARED_FOLDER")/web2"
awk -v share="$AWS_BATCH_JOB_ARRAY_INDEX" -v shares="$1" -f /demo/words.awk /tmp/web2 >/tmp/found
s3 -T /tmp/found "$(url "$TASK_SHARED_FOLDER")/found/$AWS_BATCH_JOB_ARRAY_INDEX"
echo "share $AWS_BATCH_JOB_ARRAY_INDEX of $1: $(awk '$1 == "words" { print $2 }' /tmp/found) words"
