package org.openhtc.testing;

/** Shell functions by which a job that has only busybox reads and writes its storage. */
public final class StorageScript {
  /**
   * {@code api PATH} sends GET to the API at {@code $API} with the token of the job, {@code url
   * FOLDER FILE} prints a presigned URL, {@code put URL TEXT} sends PUT through {@code nc}, because
   * the wget of busybox cannot.
   */
  public static final String TOOLS =
      """
      api() { wget -q -O - --header "Authorization: Bearer $RESCALE_HTC_BEARER_TOKEN" "$API$1"; }
      url() { api "$1/storage/presigned-url?filePath=$2" | sed 's/.*"url":"\\([^"]*\\)".*/\\1/'; }
      put() {
        host=${1#http://}; path=/${host#*/}; host=${host%%/*}
        printf 'PUT %s HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s' \
          "$path" "$host" ${#2} "$2" | nc ${host%:*} ${host#*:} | head -n 1
      }
      project=/htc/projects/$RESCALE_PROJECT_ID; task=$project/tasks/$RESCALE_TASK_ID
      """;

  private StorageScript() {}
}
