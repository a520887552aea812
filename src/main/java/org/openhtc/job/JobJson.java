package org.openhtc.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.openhtc.job.submission.SubmittedBatch;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;

/** What this module keeps as JSON. */
@Component
public class JobJson {
  private static final TypeReference<List<JobTag>> TAGS = new TypeReference<>() {};
  private static final TypeReference<List<SubmittedBatch>> BATCHES = new TypeReference<>() {};

  private final ObjectMapper mapper;

  JobJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  public String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  public JobDefinition definition(String stored) {
    return mapper.readValue(stored, JobDefinition.class);
  }

  public List<JobTag> tags(String stored) {
    return mapper.readValue(stored, TAGS);
  }

  public List<SubmittedBatch> batches(String stored) {
    return mapper.readValue(stored, BATCHES);
  }

  /** The same for equal values, however their JSON was laid out. */
  public String fingerprint(Object value) {
    byte[] canonical =
        mapper.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsBytes(value);
    return HexFormat.of().formatHex(sha256(canonical));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
