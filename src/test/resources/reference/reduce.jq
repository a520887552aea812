# Reduces a published OpenAPI document to its structure: paths, parameters, schemas, enums, limits and
# status codes, without prose and examples.
# Usage: jq -S --indent 1 -f reduce.jq htc-openapi.json > htc-api.json

def prose: IN("description", "summary", "title", "example", "examples", "externalDocs", "tags",
              "info", "servers");

# Below these, keys are names that the API gives, not words of OpenAPI.
def holds_names: IN("properties", "schemas", "paths", "responses", "content", "headers",
                    "securitySchemes");

def reduced($keys_are_names):
  if type == "object" then
    with_entries(
      select($keys_are_names or (.key | prose | not))
      | (.key | holds_names) as $names_below
      | .value |= reduced($names_below and ($keys_are_names | not)))
  elif type == "array" then map(reduced(false))
  else . end;

reduced(false)
