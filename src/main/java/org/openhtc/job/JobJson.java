package org.openhtc.job;

import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** The JSON columns of a batch. */
@Component
class JobJson {
  private static final TypeReference<List<JobTag>> TAGS = new TypeReference<>() {};

  private final ObjectMapper mapper;

  JobJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  JobDefinition definition(String stored) {
    return mapper.readValue(stored, JobDefinition.class);
  }

  List<JobTag> tags(String stored) {
    return mapper.readValue(stored, TAGS);
  }
}
