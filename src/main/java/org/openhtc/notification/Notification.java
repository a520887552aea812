package org.openhtc.notification;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One message, as text for the payload of {@code NOTIFY}: {@code <sender> <topic> <host> <host>
 * ...}. Names of hosts have no spaces.
 *
 * @param sender the process that sent it
 * @param hosts which of them are concerned; may be empty
 */
record Notification(String sender, Topic topic, Set<String> hosts) {
  static final String CHANNEL = "openhtc";

  /** PostgreSQL limits a payload to 8000 bytes; the name of a host has at most 63 characters. */
  static final int MOST_HOSTS = 100;

  String payload() {
    return String.join(
        " ", Stream.concat(Stream.of(sender, topic.name()), hosts.stream().sorted()).toList());
  }

  /** Empty if another version of the service sent something that this one does not know. */
  static Optional<Notification> parse(String payload) {
    List<String> words = List.of(payload.split(" "));
    return Stream.of(Topic.values())
        .filter(topic -> words.size() > 1 && topic.name().equals(words.get(1)))
        .map(topic ->
            new Notification(words.get(0), topic, Set.copyOf(words.subList(2, words.size()))))
        .findFirst();
  }
}
