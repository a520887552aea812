package org.openhtc.job.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.query.JobAccess;
import org.openhtc.job.query.JobQueries;
import org.openhtc.job.query.JobRow;
import org.openhtc.registry.ImageCatalog;
import org.openhtc.storage.InputUrls;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Returns the command with which a user runs a job on another machine. */
@ApiController
class ReproductionController {
  private final JobAccess jobs;
  private final JobQueries queries;
  private final BatchImageQueries images;
  private final ImageCatalog catalog;
  private final InputUrls inputs;

  ReproductionController(
      JobAccess jobs,
      JobQueries queries,
      BatchImageQueries images,
      ImageCatalog catalog,
      InputUrls inputs) {
    this.jobs = jobs;
    this.queries = queries;
    this.images = images;
    this.catalog = catalog;
    this.inputs = inputs;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}/reproduce")
  Reproduction reproduce(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String jobId) {
    JobRow job = jobs.visible(caller, projectId, taskId, jobId);
    UUID batch = job.id().batchId();
    JobDefinition definition =
        Objects.requireNonNull(queries.shared(List.of(batch)).get(batch)).definition();
    String image = images.image(batch).map(catalog::reference).orElseGet(definition::imageName);
    List<InputUrls.Input> files = inputs.of(caller, projectId, taskId, texts(definition));
    DockerRun run = new DockerRun(job, definition, image, files);
    return new Reproduction(run.command(), image, files, run.secrets());
  }

  /** The texts of a definition that may name files. */
  private static List<String> texts(JobDefinition definition) {
    List<String> texts = new ArrayList<>(definition.commands());
    definition.envs().forEach(env -> texts.add(env.value()));
    return texts;
  }

  /**
   * @param command one command of a shell, on several lines
   * @param image with its digest, unless only hosts have the image
   * @param inputs files of the object store that command or environment name, with URLs to download
   *     them
   * @param secrets variables that the command takes from the environment in which it runs
   */
  record Reproduction(
      String command, String image, List<InputUrls.Input> inputs, List<String> secrets) {}
}
