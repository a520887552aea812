# Completes the published document's structure so that generators accept it. Adds the required parts of
# a document, the one schema that is used but not defined, the missing types of objects, and the schema
# that its authors' own program reads at /auth/whoami; corrects an object that is described as an enum.

.info = {title: "HTC", version: "1"}
| .components.schemas.HTCTokenPayload = {type: "object", additionalProperties: true}
| del(.components.schemas.JobStatusSummary.properties.jobStatuses.enum)
| .paths["/auth/whoami"].get.responses["200"].content["application/json"].schema =
    {"$ref": "#/components/schemas/WhoAmI"}
| .paths["/htc/projects/{projectId}/container-registry/token"].get.responses["404"].content =
    {"application/json": {schema: {"$ref": "#/components/schemas/OAuth2ErrorResponse"}}}
| (.paths[][] | objects | .responses[]) |= ({description: "-"} + .)
| (.paths[][] | objects | .responses[].content["application/json"].schema?
    | objects | select(has("properties") and (has("type") | not)) | .type) = "object"
