package org.openhtc.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.testing.ApiDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code openapi.yaml} contains the whole published document, with a short list of exceptions. */
class OpenApiConformanceTest {
  private static final ApiDescription OPENHTC = ApiDescription.ofRepository();

  @Test
  void publishedDocumentIsComplete() {
    assertThat(PublishedApi.DESCRIPTION.operations()).hasSize(57);
  }

  @Test
  void publishedDocumentIsCovered() {
    List<Difference> unexpected =
        new ArrayList<>(new Conformance(PublishedApi.DESCRIPTION, OPENHTC).differences());
    unexpected.removeAll(DeliberateDifferences.REASONS.keySet());
    assertThat(unexpected).isEmpty();
  }

  @Test
  void everyDeliberateDifferenceExists() {
    assertThat(new Conformance(PublishedApi.DESCRIPTION, OPENHTC).differences())
        .containsAll(DeliberateDifferences.REASONS.keySet());
  }

  /** Tests the comparison: it finds what is removed from {@code openapi.yaml} or changed in it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /paths/~1htc~1storage                                     |              | GET /htc/storage: is missing
          /paths/~1htc~1projects/get/parameters/0                   |              | GET /htc/projects: parameter onlyMyProjects is missing
          /paths/~1htc~1projects/get/responses/403                  |              | GET /htc/projects: status 403 is missing
          /paths/~1htc~1projects/post/requestBody                   |              | POST /htc/projects: request has no type application/json
          /components/schemas/HTCTask/properties/archivedAt         |              | DELETE /htc/projects/{projectId}/tasks/{taskId}: response 200.archivedAt is missing
          /components/schemas/RescaleRegion/enum/0                  |              | PATCH /htc/projects/{projectId}: request.regions[] has no value AWS_AP_SOUTHEAST_1
          /components/schemas/HTCProject/required                   |              | POST /htc/projects: response 200.projectName is not guaranteed
          /components/schemas/HTCTaskUpdate/properties/reason       | {}           |
          /components/schemas/HTCLimitUpdate/required/1             | "by"         | PATCH /htc/projects/{projectId}/limits/{id}: request.by is required
          /components/schemas/HTCJobDefinition/properties/maxVCpus/maximum | 32    | POST /htc/projects/{projectId}/tasks/{taskId}/jobs/batch: request[].htcJobDefinition.maxVCpus has maximum 32, published is 64
          /components/schemas/RescaleRegion/enum                    |              | GET /htc/regions/{region}: response 200.region may have any value, the published one is an enum
          /components/schemas/RescaleRegion/enum                    |              | PATCH /htc/projects/{projectId}: request.regions[] may have any value, the published one is an enum
          /components/schemas/RescaleRegion/enum/0                  | "MOON_1"     | GET /htc/regions/{region}: response 200.region may be MOON_1, which is not published
          /components/schemas/HTCToken/properties/expiresIn/format  | "int32"      | GET /auth/token: response 200.expiresIn has format int32, published is int64
          /components/schemas/HTCToken/properties/expiresIn/format  |              | GET /auth/token: response 200.expiresIn has format none, published is int64
          /paths/~1htc~1projects~1{projectId}~1container-registry~1repo~1{repoName}/parameters/1/schema/pattern | "x" | POST /htc/projects/{projectId}/container-registry/repo/{repoName}: parameter repoName has pattern x, published is (?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*
          /components/schemas/HTCToken/properties/expiresIn/type    | "string"     | GET /auth/token: response 200.expiresIn is string, published is integer
          /components/schemas/StorageCredentials/additionalProperties/type | "integer" | GET /htc/projects/{projectId}/storage/token: response 200.credentials.* is integer, published is string
          """)
  void everyKindOfDifferenceIsFound(String place, String value, String difference) {
    JsonNode changed = OPENHTC.document().deepCopy();
    change(changed, place, Optional.ofNullable(value));
    List<String> found =
        new Conformance(PublishedApi.DESCRIPTION, new ApiDescription(changed))
            .differences().stream()
                .filter(d -> !DeliberateDifferences.REASONS.containsKey(d))
                .map(Difference::toString)
                .toList();
    if (difference == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).contains(difference);
    }
  }

  /** Sets a value in a document, or removes it. */
  private static void change(JsonNode document, String place, Optional<String> value) {
    int end = place.lastIndexOf('/');
    JsonNode parent = document.at(place.substring(0, end));
    String name = place.substring(end + 1).replace("~1", "/");
    Optional<JsonNode> node = value.map(JsonMapper.shared()::readTree);
    switch (parent) {
      case ObjectNode object ->
          node.ifPresentOrElse(n -> object.set(name, n), () -> object.remove(name));
      case ArrayNode array ->
          node.ifPresentOrElse(array::add, () -> array.remove(Integer.parseInt(name)));
      default -> throw new AssertionError("there is no " + place);
    }
  }
}
