# Completes the published document's structure to a document that generators take: what every document
# must have, the one schema that it names and does not define, an object that it calls an enum, objects
# whose type it leaves out, and the schema that its authors' own program reads at /auth/whoami.

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
