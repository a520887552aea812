package org.openhtc.testing;

/** Shell functions with which a job reads and writes its storage, using only busybox. */
public final class StorageScript {
  /**
   * {@code call PATH} sends a GET request to the API at {@code $API} with the job's token, {@code
   * url FOLDER FILE} gets a presigned URL, {@code put URL TEXT} sends a PUT with nc, because
   * busybox's wget supports none.
   */
  public static final String TOOLS =
      """
      call() { wget -q -O - --header "Authorization: Bearer $RESCALE_HTC_BEARER_TOKEN" "$API$1"; }
      url() { call "$1/storage/presigned-url?filePath=$2" | sed 's/.*"url":"\\([^"]*\\)".*/\\1/'; }
      put() {
        host=${1#http://}; path=/${host#*/}; host=${host%%/*}
        printf 'PUT %s HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s' \
          "$path" "$host" ${#2} "$2" | nc ${host%:*} ${host#*:} | head -n 1
      }
      project=/htc/projects/$RESCALE_PROJECT_ID; task=$project/tasks/$RESCALE_TASK_ID
      """;

  private StorageScript() {}
}
