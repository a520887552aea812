package org.openhtc.execution.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;

class JsonTest {
  private static final String POD =
      """
      {"metadata": {"name": "pod", "managedFields": [{"fieldsV1": {"f:spec": {}}}], "uid": "1"},
       "spec": {"containers": [{"name": "job", "env": []}], "nodeName": "node",
                "volumes": [{"name": "shm"}], "tolerations": [{"key": "a"}]},
       "status": {"phase": "Succeeded",
                  "containerStatuses": [{"state": {"terminated": {"exitCode": 3}}}]}}
      """;

  private static final String READ =
      """
      {"metadata": {"name": "pod", "uid": "1"}, "spec": {"nodeName": "node"},
       "status": {"phase": "Succeeded",
                  "containerStatuses": [{"state": {"terminated": {"exitCode": 3}}}]}}
      """;

  @Test
  void podIsReadWithoutTheMembersThatTakeMostOfItsText() {
    assertThat(Json.readPods(stream(POD))).isEqualTo(Json.read(READ));
  }

  @Test
  void listOfPodsKeepsItsOwnMembers() {
    JsonNode list =
        Json.readPods(streamOfTwo("{'metadata': {'continue': 'a'}, 'items': [%s, %s]}"));
    assertThat(list.path("metadata").path("continue").asString()).isEqualTo("a");
    assertThat(list.path("items")).hasSize(2).containsOnly(Json.read(READ));
  }

  @Test
  void changesAreReadOneAfterAnother() {
    MappingIterator<JsonNode> changes =
        Json.changesOfPods(
            streamOfTwo("{'type': 'ADDED', 'object': %s}{'type': 'OTHER', 'object': %s}"));
    JsonNode first = changes.nextValue();
    assertThat(first.path("type").asString()).isEqualTo("ADDED");
    assertThat(first.path("object")).isEqualTo(Json.read(READ));
    JsonNode second = changes.nextValue();
    assertThat(second.path("type").asString()).isEqualTo("OTHER");
    assertThat(second.path("object")).isEqualTo(Json.read(READ));
    assertThat(changes.hasNextValue()).isFalse();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /** Of a text with two pods. */
  private static InputStream streamOfTwo(String format) {
    return stream(format.replace('\'', '"').formatted(POD, POD));
  }
}
