// Sends all requests of the program htc, with the same parameters. The client is made by the same
// generator from the published document, so a response that this client cannot decode is one that htc
// cannot decode either. Prints a line for each command of htc.
//
// Environment: API, the base URL; KEY, an administrator's API key; PROJECT, a project with the image
// hello:1.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"example.org/htcrequests/oas"
)

const pageSize = 500

var (
	ctx     = context.Background()
	project = os.Getenv("PROJECT")
)

// session sends the credentials: an API key to the two operations that accept one, else a token.
type session struct{ token string }

func (s *session) SecurityScheme(_ context.Context, _ string) (oas.SecurityScheme, error) {
	return oas.SecurityScheme{Token: s.token}, nil
}

func (s *session) Do(request *http.Request) (*http.Response, error) {
	path := request.URL.Path
	if strings.HasSuffix(path, "/auth/token") || strings.HasSuffix(path, "/auth/whoami") {
		request.Header.Set("Authorization", "Token "+os.Getenv("KEY"))
	} else if s.token != "" {
		request.Header.Set("Authorization", "Bearer "+s.token)
	}
	return http.DefaultClient.Do(request)
}

// the response, which must have the given type; any other ends the program.
func the[T any](response any, err error) T {
	if err != nil {
		panic(err)
	}
	wanted, ok := response.(T)
	if !ok {
		panic(fmt.Sprintf("unexpected response %T %+v", response, response))
	}
	return wanted
}

func report(command string, facts ...any) {
	fmt.Printf("%s: %s", command, fmt.Sprintln(facts...))
}

func main() {
	s := &session{}
	client, err := oas.NewClient(os.Getenv("API"), s, oas.WithClient(s))
	if err != nil {
		panic(err)
	}
	workspace := login(client, s)
	ofTheProject(client)
	ofTheWorkspace(client, workspace)
	task := tasks(client)
	jobs(client, task)
	metrics(client)
	refusals(client, task)
	unauthorized(client, s)
}

func login(client *oas.Client, s *session) string {
	token := the[*oas.HTCToken](client.AuthTokenGet(ctx, oas.AuthTokenGetParams{}))
	s.token = token.TokenValue.Value
	report("auth login", token.ExpiresIn.Value)
	me := the[*oas.WhoAmI](client.AuthWhoamiGet(ctx))
	report("auth whoami", me.User.Value.Email.Value)
	return me.User.Value.Workspace.Value.ID.Value
}

func ofTheProject(client *oas.Client) {
	// The program sends the parameter pageIndex with an empty value for the first page.
	all := the[*oas.HtcProjectsGetOK](client.HtcProjectsGet(ctx, oas.HtcProjectsGetParams{
		OnlyMyProjects: oas.NewOptBool(false),
		PageIndex:      oas.NewOptString(""),
		PageSize:       oas.NewOptInt32(pageSize),
	}))
	report("project get", len(all.Items) > 0, all.Next.Value.Query().Get("pageIndex"))
	created := the[*oas.HTCProject](client.HtcProjectsPost(ctx, oas.NewOptHTCProject(oas.HTCProject{
		ProjectName:        "go",
		ProjectDescription: "made by htc's generator",
		Regions:            []oas.RescaleRegion{oas.RescaleRegionAWSUSWEST2},
	})))
	report("project create", created.ProjectName, created.Regions)
	limits(client, created.ProjectId.Value)
	report("project dimensions get", len(*the[*oas.HtcProjectsProjectIdDimensionsGetOKApplicationJSON](
		client.HtcProjectsProjectIdDimensionsGet(ctx,
			oas.HtcProjectsProjectIdDimensionsGetParams{ProjectId: project}))))
	retention(client)
	images(client)
}

func limits(client *oas.Client, id string) {
	limit := the[*oas.HTCProjectLimit](client.HtcProjectsProjectIdLimitsPost(ctx,
		oas.NewOptHTCLimitCreate(oas.HTCLimitCreate{
			ModifierRole: oas.ModifierRolePROJECTADMIN, VCPUs: 16}),
		oas.HtcProjectsProjectIdLimitsPostParams{ProjectId: id}))
	got := *the[*oas.HtcProjectsProjectIdLimitsGetOKApplicationJSON](
		client.HtcProjectsProjectIdLimitsGet(ctx,
			oas.HtcProjectsProjectIdLimitsGetParams{ProjectId: id}))
	report("project limits get", len(got), got[0].VCPUs, got[0].ModifierRole.Value)
	the[*oas.HtcProjectsProjectIdLimitsIDDeleteNoContent](client.HtcProjectsProjectIdLimitsIDDelete(ctx,
		oas.HtcProjectsProjectIdLimitsIDDeleteParams{ProjectId: id, ID: limit.ID.Value}))
}

func retention(client *oas.Client) {
	of := oas.HtcProjectsProjectIdTaskRetentionPolicyPutParams{ProjectId: project}
	the[*oas.TaskRetentionPolicy](client.HtcProjectsProjectIdTaskRetentionPolicyPut(ctx,
		oas.NewOptTaskRetentionPolicy(oas.TaskRetentionPolicy{ArchiveAfter: 24, DeleteAfter: 168}), of))
	policy := the[*oas.TaskRetentionPolicy](client.HtcProjectsProjectIdTaskRetentionPolicyGet(ctx,
		oas.HtcProjectsProjectIdTaskRetentionPolicyGetParams{ProjectId: project}))
	report("project retention-policy get", policy.ArchiveAfter, policy.DeleteAfter)
}

func images(client *oas.Client) {
	repository := the[*oas.HTCRepository](
		client.HtcProjectsProjectIdContainerRegistryRepoRepoNamePost(ctx,
			oas.HtcProjectsProjectIdContainerRegistryRepoRepoNamePostParams{
				ProjectId: project, RepoName: "go"}))
	report("image create-repo", repository.RepositoryName.Value)
	all := the[*oas.HTCImages](client.HtcProjectsProjectIdContainerRegistryImagesGet(ctx,
		oas.HtcProjectsProjectIdContainerRegistryImagesGetParams{ProjectId: project}))
	report("image get", all.Images)
	image := the[*oas.HTCImageStatus](client.HtcProjectsProjectIdContainerRegistryImagesImageNameGet(ctx,
		oas.HtcProjectsProjectIdContainerRegistryImagesImageNameGetParams{
			ProjectId: project, ImageName: "hello:1"}))
	report("image get hello:1", image.Status.Value)
	address := the[*oas.HTCProject](client.HtcProjectsProjectIdGet(ctx,
		oas.HtcProjectsProjectIdGetParams{ProjectId: project})).ContainerRegistry.Value
	password := the[*oas.HtcProjectsProjectIdContainerRegistryTokenGetOKHeaders](
		client.HtcProjectsProjectIdContainerRegistryTokenGet(ctx,
			oas.HtcProjectsProjectIdContainerRegistryTokenGetParams{ProjectId: project}))
	text, err := io.ReadAll(password.Response.Data)
	report("image login-repo", strings.HasSuffix(address, "/"), len(text) > 0, err)
}

func ofTheWorkspace(client *oas.Client, workspace string) {
	environments := *the[*oas.HtcWorkspacesWorkspaceIdDimensionsGetOKApplicationJSON](
		client.HtcWorkspacesWorkspaceIdDimensionsGet(ctx,
			oas.HtcWorkspacesWorkspaceIdDimensionsGetParams{WorkspaceId: workspace}))
	report("workspace dimensions get", environments[0].Region.Value)
	the[*oas.WorkspaceTaskRetentionPolicy](client.HtcWorkspacesWorkspaceIdTaskRetentionPolicyPut(ctx,
		oas.NewOptWorkspaceTaskRetentionPolicy(oas.WorkspaceTaskRetentionPolicy{}),
		oas.HtcWorkspacesWorkspaceIdTaskRetentionPolicyPutParams{WorkspaceId: workspace}))
	policy := the[*oas.WorkspaceTaskRetentionPolicy](
		client.HtcWorkspacesWorkspaceIdTaskRetentionPolicyGet(ctx,
			oas.HtcWorkspacesWorkspaceIdTaskRetentionPolicyGetParams{WorkspaceId: workspace}))
	report("workspace retention-policy get", policy.ArchiveAfter, policy.DeleteAfter)
	clusters := the[*oas.HTCClusterStatusResponse](client.HtcGcpClustersWorkspaceIdGet(ctx,
		oas.HtcGcpClustersWorkspaceIdGetParams{WorkspaceId: workspace}))
	report("workspace clusters", len(clusters.Clusters))
}

func tasks(client *oas.Client) string {
	task := the[*oas.HTCTask](client.HtcProjectsProjectIdTasksPost(ctx,
		oas.NewOptHTCTask(oas.HTCTask{TaskName: "go"}),
		oas.HtcProjectsProjectIdTasksPostParams{ProjectId: project}))
	report("task create", task.TaskName, task.LifecycleStatus.Value)
	all := the[*oas.HtcProjectsProjectIdTasksGetOK](client.HtcProjectsProjectIdTasksGet(ctx,
		oas.HtcProjectsProjectIdTasksGetParams{
			ProjectId: project,
			PageIndex: oas.NewOptString(""),
			PageSize:  oas.NewOptInt32(pageSize),
		}))
	report("task get", len(all.Items) > 0)
	return task.TaskId.Value
}

func jobs(client *oas.Client, task string) {
	submitted := *the[*oas.HtcProjectsProjectIdTasksTaskIdJobsBatchPostOKApplicationJSON](
		client.HtcProjectsProjectIdTasksTaskIdJobsBatchPost(ctx,
			[]oas.HTCJobSubmitRequest{{
				BatchSize: oas.NewOptInt32(2),
				HtcJobDefinition: oas.HTCJobDefinition{
					ImageName:          "hello:1",
					MaxMemory:          oas.NewOptInt32(64),
					ExecTimeoutSeconds: oas.NewOptInt32(300),
					Commands:           []string{"sh", "-c", "echo Go started job $AWS_BATCH_JOB_ARRAY_INDEX"},
				},
			}},
			// The program sends the parameter group with an empty value if no group is given.
			oas.HtcProjectsProjectIdTasksTaskIdJobsBatchPostParams{
				ProjectId: project, TaskId: task, Group: oas.NewOptString("")}))
	report("job submit", len(submitted), submitted[0].BatchSize.Value)
	report("task stats", awaitEnd(client, task, 2).SUCCEEDED.Value)
	var ids []string
	of := oas.HtcProjectsProjectIdTasksTaskIdJobsGetParams{
		ProjectId: project, TaskId: task,
		PageSize: oas.NewOptInt32(1), ViewType: oas.NewOptViewType(oas.ViewTypeFULL)}
	for first := true; first || of.PageIndex.Value != ""; first = false {
		page := the[*oas.HtcProjectsProjectIdTasksTaskIdJobsGetOK](
			client.HtcProjectsProjectIdTasksTaskIdJobsGet(ctx, of))
		for _, job := range page.Items {
			ids = append(ids, job.JobUUID.Value)
		}
		of.PageIndex = oas.NewOptString(page.Next.Value.Query().Get("pageIndex"))
	}
	report("job get", len(ids))
	one(client, task, ids[1])
	the[*oas.HtcProjectsProjectIdTasksTaskIdJobsCancelPostOK](
		client.HtcProjectsProjectIdTasksTaskIdJobsCancelPost(ctx,
			oas.HtcProjectsProjectIdTasksTaskIdJobsCancelPostParams{ProjectId: project, TaskId: task}))
	report("job cancel", "sent")
}

func awaitEnd(client *oas.Client, task string, jobs int) oas.JobStatusSummaryJobStatuses {
	for {
		counts := the[*oas.JobStatusSummary](client.HtcProjectsProjectIdTasksTaskIdSummaryStatisticsGet(
			ctx, oas.HtcProjectsProjectIdTasksTaskIdSummaryStatisticsGetParams{
				ProjectId: project, TaskId: task})).JobStatuses.Value
		if counts.SUCCEEDED.Value+counts.FAILED.Value == jobs {
			return counts
		}
		time.Sleep(300 * time.Millisecond)
	}
}

func one(client *oas.Client, task, id string) {
	job := the[*oas.HTCJob](client.HtcProjectsProjectIdTasksTaskIdJobsJobIdGet(ctx,
		oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdGetParams{
			ProjectId: project, TaskId: task, JobId: id}))
	report("job get ID", job.Status.Value, job.InstanceLabels.Value.InstanceArchitecture.Value)
	log := the[*oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdLogsGetOK](
		client.HtcProjectsProjectIdTasksTaskIdJobsJobIdLogsGet(ctx,
			oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdLogsGetParams{
				ProjectId: project, TaskId: task, JobId: id,
				PageSize: oas.NewOptInt32(pageSize),
				Sort:     oas.NewOptHtcProjectsProjectIdTasksTaskIdJobsJobIdLogsGetSort("asc"),
			}))
	report("job logs", log.Items[0].Message.Value)
	events := the[*oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdEventsGetOK](
		client.HtcProjectsProjectIdTasksTaskIdJobsJobIdEventsGet(ctx,
			oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdEventsGetParams{
				ProjectId: project, TaskId: task, JobId: id, PageSize: oas.NewOptInt32(pageSize)}))
	var steps []string
	for _, event := range events.Items {
		steps = append(steps, string(event.Status.Value))
	}
	report("job events", steps)
}

func metrics(client *oas.Client) {
	response := the[*oas.HtcMetricsGetOK](client.HtcMetricsGet(ctx,
		oas.HtcMetricsGetParams{AcceptEncoding: []string{"text/plain"}}))
	text, err := io.ReadAll(response.Data)
	report("metrics get", strings.HasPrefix(string(text), "#"), err)
}

// Error responses must have a type for which the program has a message.
func refusals(client *oas.Client, task string) {
	unknown := the[*oas.OAuth2ErrorResponse](client.HtcProjectsProjectIdGet(ctx,
		oas.HtcProjectsProjectIdGetParams{ProjectId: "nowhere"}))
	report("not found", unknown.Error.Value)
	report("project create refused", reason(the[*oas.Refusal](
		client.HtcProjectsPost(ctx, oas.NewOptHTCProject(oas.HTCProject{Regions: []oas.RescaleRegion{}})))))
	report("job submit refused", reason(the[*oas.Refusal](
		client.HtcProjectsProjectIdTasksTaskIdJobsBatchPost(ctx, []oas.HTCJobSubmitRequest{},
			oas.HtcProjectsProjectIdTasksTaskIdJobsBatchPostParams{ProjectId: project, TaskId: task}))))
	report("job get not found", reason(the[*oas.Refusal](
		client.HtcProjectsProjectIdTasksTaskIdJobsGet(ctx,
			oas.HtcProjectsProjectIdTasksTaskIdJobsGetParams{ProjectId: project, TaskId: "nowhere"}))))
	report("job get ID not found", reason(the[*oas.Refusal](
		client.HtcProjectsProjectIdTasksTaskIdJobsJobIdGet(ctx,
			oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdGetParams{
				ProjectId: project, TaskId: task, JobId: "nowhere"}))))
	report("job logs not found", reason(the[*oas.Refusal](
		client.HtcProjectsProjectIdTasksTaskIdJobsJobIdLogsGet(ctx,
			oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdLogsGetParams{
				ProjectId: project, TaskId: task, JobId: "nowhere"}))))
	report("job events not found", reason(the[*oas.Refusal](
		client.HtcProjectsProjectIdTasksTaskIdJobsJobIdEventsGet(ctx,
			oas.HtcProjectsProjectIdTasksTaskIdJobsJobIdEventsGetParams{
				ProjectId: project, TaskId: task, JobId: "nowhere"}))))
}

// reason is the part of an error response that the program prints.
func reason(refusal *oas.Refusal) string {
	return fmt.Sprintf("%s %t", refusal.ErrorType.Value, refusal.ErrorDescription.Value != "")
}

func unauthorized(client *oas.Client, s *session) {
	s.token = "wrong"
	the[*oas.HtcProjectsGetUnauthorized](client.HtcProjectsGet(ctx, oas.HtcProjectsGetParams{}))
	report("unauthorized", "reported")
}
