package org.openhtc.execution.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.http.BodyReader;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Those parts of the engine's responses to frequent calls that are used; the rest is skipped. */
final class EngineJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Whether the rest of a response is empty decides on the use of its connection.
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private EngineJson() {}

  record Version(@JsonProperty("ApiVersion") String apiVersion) {}

  record Info(
      @JsonProperty("ID") @Nullable String id,
      @JsonProperty("ServerVersion") @Nullable String serverVersion,
      @JsonProperty("Architecture") @Nullable String architecture,
      @JsonProperty("NCPU") int vcpus,
      @JsonProperty("MemTotal") long memoryBytes,
      @JsonProperty("DockerRootDir") @Nullable String rootDirectory,
      @JsonProperty("SystemTime") @Nullable String systemTime,
      @JsonProperty("MemoryLimit") @Nullable Boolean limitsMemory,
      @JsonProperty("CpuCfsQuota") @Nullable Boolean limitsCpu,
      @JsonProperty("PidsLimit") @Nullable Boolean limitsPids,
      @JsonProperty("RuncCommit") @Nullable Commit runc) {}

  /**
   * @param id a version, or a version and a commit
   */
  record Commit(@JsonProperty("ID") @Nullable String id) {}

  record Created(@JsonProperty("Id") String id) {}

  record Inspected(
      @JsonProperty("Id") String id,
      @JsonProperty("Name") String name,
      @JsonProperty("Config") Config config,
      @JsonProperty("State") State state,
      @JsonProperty("SizeRw") @Nullable Long sizeRw,
      @JsonProperty("Mounts") @Nullable List<MountPoint> mounts) {}

  /**
   * @param name of the volume; null or empty for other mounts
   */
  record MountPoint(@JsonProperty("Name") @Nullable String name) {}

  record DiskUse(@JsonProperty("Volumes") @Nullable List<Volume> volumes) {}

  record Volume(
      @JsonProperty("Name") String name, @JsonProperty("UsageData") @Nullable VolumeUse use) {}

  record VolumeUse(@JsonProperty("Size") long bytes) {}

  record Config(@JsonProperty("Labels") @Nullable Map<String, String> labels) {}

  record State(
      @JsonProperty("Status") @Nullable String status,
      @JsonProperty("StartedAt") @Nullable String startedAt,
      @JsonProperty("FinishedAt") @Nullable String finishedAt,
      @JsonProperty("ExitCode") long exitCode,
      @JsonProperty("OOMKilled") boolean isOutOfMemory,
      @JsonProperty("Error") @Nullable String error) {}

  record Listed(
      @JsonProperty("Id") String id,
      @JsonProperty("Names") @Nullable List<String> names,
      @JsonProperty("Labels") @Nullable Map<String, String> labels,
      @JsonProperty("State") @Nullable String state) {}

  /** An event of the type {@code container}. */
  record Event(
      @JsonProperty("Action") @Nullable String action,
      @JsonProperty("Actor") @Nullable Actor actor,
      @JsonProperty("time") long seconds,
      @JsonProperty("timeNano") long nanos) {}

  /**
   * @param attributes labels of the container and details of the event, such as {@code exitCode}
   */
  record Actor(
      @JsonProperty("ID") @Nullable String id,
      @JsonProperty("Attributes") @Nullable Map<String, String> attributes) {}

  static <T> BodyReader<T> reader(Class<T> type) {
    ObjectReader reader = JSON.readerFor(type);
    return body -> read(reader, body);
  }

  static <T> BodyReader<List<T>> listReader(Class<T> type) {
    ObjectReader reader = JSON.readerForListOf(type);
    return body -> read(reader, body);
  }

  private static <T> T read(ObjectReader reader, InputStream body) throws IOException {
    try {
      return reader.readValue(body);
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  /** The values that follow one another in a response without an end. */
  static <T> Iterator<T> values(Class<T> type, InputStream body) throws IOException {
    try {
      return JSON.readerFor(type).readValues(body);
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  /** The number of objects in an array, which may be long; 0 for null. */
  static long count(InputStream body) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      long objects = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.END_OBJECT) {
          objects++;
        }
      }
      return objects;
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  static String write(Object value) {
    return JSON.writeValueAsString(value);
  }

  /** Jackson wraps the failures of the stream that it reads. */
  private static IOException failure(JacksonException e) {
    return e.getCause() instanceof IOException broken ? broken : new IOException(e);
  }
}
