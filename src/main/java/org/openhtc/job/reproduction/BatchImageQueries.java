package org.openhtc.job.reproduction;

import java.util.Optional;
import java.util.UUID;
import org.openhtc.registry.PinnedImage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the images that batches use. */
@Repository
class BatchImageQueries {
  private static final String IMAGE =
      "select image from job_batch where id = :id and image is not null";

  private final JdbcClient jdbc;

  BatchImageQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Empty for an image that hosts have under its plain name. */
  Optional<PinnedImage> image(UUID batch) {
    return jdbc.sql(IMAGE)
        .param("id", batch)
        .query(String.class)
        .optional()
        .map(PinnedImage::parse);
  }
}
