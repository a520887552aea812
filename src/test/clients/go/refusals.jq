# What the program htc takes for an answer beyond the published document: refusals of what was sent,
# and of jobs that are not there.

"/htc/projects/{projectId}/tasks/{taskId}/jobs" as $jobs
| .components.schemas.Refusal = {
    type: "object",
    properties: {
      errorType: {type: "string"},
      errorDescription: {type: "string"},
      message: {type: "string", nullable: true}}}
| {description: "-", content: {"application/json": {schema: {"$ref": "#/components/schemas/Refusal"}}}}
    as $refusal
| .paths["/htc/projects", $jobs + "/batch"].post.responses["400"] = $refusal
| .paths[$jobs + ("", "/{jobId}", "/{jobId}/events", "/{jobId}/logs")].get.responses["404"] = $refusal
