package org.openhtc.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest {
  private static final int LONGEST_PAYLOAD = 8000;

  @ParameterizedTest
  @EnumSource(Topic.class)
  void payloadCarriesTheNotification(Topic topic) {
    Notification none = new Notification("sender", topic, Set.of());
    Notification two = new Notification("sender", topic, Set.of("host-1", "host.2"));
    assertThat(Notification.parse(none.payload())).contains(none);
    assertThat(Notification.parse(two.payload())).contains(two);
  }

  @Test
  void longestPayloadIsAccepted() {
    Set<String> hosts =
        IntStream.range(0, Notification.MOST_HOSTS)
            .mapToObj("%063d"::formatted)
            .collect(Collectors.toSet());
    String payload =
        new Notification(UUID.randomUUID().toString(), Topic.HOST_WORK, hosts).payload();
    assertThat(payload.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(LONGEST_PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "sender", "sender UNKNOWN host", "UNKNOWN"})
  void unknownPayloadIsIgnored(String payload) {
    assertThat(Notification.parse(payload)).isEmpty();
  }
}
