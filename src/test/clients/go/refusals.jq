# Adds the error responses that the program htc accepts beyond the published document: for invalid
# requests, and for jobs that do not exist.

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
