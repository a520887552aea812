import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.DefaultApi;
import org.openapitools.client.model.HTCJobDefinition;
import org.openapitools.client.model.HTCJobSubmitRequest;
import org.openapitools.client.model.HTCProject;
import org.openapitools.client.model.HTCTask;
import org.openapitools.client.model.RescaleJobStatus;
import org.openapitools.client.model.RescaleRegion;

/**
 * The way of every client, with the client that is generated from the published document.
 * Environment: API, KEY, PROJECT with an image hello:1.
 */
class Published {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final ApiClient client = new ApiClient();
  private final DefaultApi api;
  private final String project = System.getenv("PROJECT");

  Published() throws ApiException {
    client.updateBaseUri(System.getenv("API"));
    client.setRequestInterceptor(request -> request.setHeader("Authorization", "Token " + key()));
    DefaultApi withKey = new DefaultApi(client);
    String token = withKey.authTokenGet(null).getTokenValue();
    System.out.println("I am " + withKey.authWhoamiGet().getUser().getEmail());
    client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));
    api = new DefaultApi(client);
  }

  public static void main(String[] arguments) throws Exception {
    Published published = new Published();
    published.project();
    published.jobs();
  }

  private static String key() {
    return System.getenv("KEY");
  }

  private void project() throws ApiException {
    HTCProject created =
        api.htcProjectsPost(
            new HTCProject()
                .projectName("generated")
                .projectDescription("")
                .regions(List.of(RescaleRegion.AWS_US_WEST_2)));
    System.out.println(
        "project " + api.htcProjectsProjectIdGet(created.getProjectId()).getRegions());
    System.out.println(
        "images " + api.htcProjectsProjectIdContainerRegistryImagesGet(project).getImages());
  }

  private void jobs() throws Exception {
    String task =
        api.htcProjectsProjectIdTasksPost(
                project, new HTCTask().taskName("java").taskDescription("published"))
            .getTaskId();
    HTCJobDefinition definition =
        new HTCJobDefinition()
            .imageName("hello:1")
            .maxMemory(64)
            .execTimeoutSeconds(300)
            .tags(Map.of("kind", "hello"))
            .commands(
                List.of("sh", "-c", "echo published Java started job $AWS_BATCH_JOB_ARRAY_INDEX"));
    HTCJobSubmitRequest batch =
        api.htcProjectsProjectIdTasksTaskIdJobsBatchPost(
                project,
                task,
                List.of(new HTCJobSubmitRequest().batchSize(2).htcJobDefinition(definition)),
                "greetings")
            .get(0);
    System.out.println("group " + batch.getGroup());
    String job = batch.getParentJobId() + ":1";
    Instant deadline = Instant.now().plus(LIMIT);
    RescaleJobStatus status = RescaleJobStatus.SUBMITTED_TO_RESCALE;
    while (status != RescaleJobStatus.SUCCEEDED && Instant.now().isBefore(deadline)) {
      Thread.sleep(300);
      status = api.htcProjectsProjectIdTasksTaskIdJobsJobIdGet(job, project, task).getStatus();
    }
    System.out.println("job " + status);
    System.out.println(
        "log "
            + api.htcProjectsProjectIdTasksTaskIdJobsJobIdLogsGet(
                    job, project, task, null, null, "asc")
                .getItems()
                .get(0)
                .getMessage());
  }
}
