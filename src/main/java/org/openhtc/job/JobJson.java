package org.openhtc.job;

import java.util.List;
import org.openhtc.digest.Sha256;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;

/** Reads and writes the JSON that this module stores and streams. */
@Component
public class JobJson {
  private static final TypeReference<List<JobTag>> TAGS = new TypeReference<>() {};

  private final ObjectMapper mapper;

  JobJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** The value as JSON on one line. */
  public String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  /** A value that {@link #write} has written. */
  public <T> T read(String stored, TypeReference<T> type) {
    return mapper.readValue(stored, type);
  }

  /** The definition that is stored with a batch. */
  public JobDefinition definition(String stored) {
    return mapper.readValue(stored, JobDefinition.class);
  }

  /** The tags that are stored with a batch. */
  public List<JobTag> tags(String stored) {
    return read(stored, TAGS);
  }

  /** A SHA-256 digest that is equal for equal values, regardless of the layout of their JSON. */
  public String fingerprint(Object value) {
    byte[] canonical =
        mapper.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsBytes(value);
    return Sha256.hex(canonical);
  }
}
