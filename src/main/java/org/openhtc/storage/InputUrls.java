package org.openhtc.storage;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;

/** Signs URLs of the files that a job's definition names. */
public interface InputUrls {

  /**
   * A file that the caller may read.
   *
   * @param path within its folder
   * @param url from which it can be downloaded without credentials
   */
  record Input(String path, URI url, Instant expiresAt) {}

  /**
   * The files in the folders of the project and the task that the texts name as {@code s3://}; 20
   * at most. Other addresses are left out.
   *
   * @throws ApiException 409 when the task is deleted; 503 when the store's token service does not
   *     respond
   */
  List<Input> of(Caller caller, String projectId, String taskId, Collection<String> texts);
}
