package org.openhtc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict parser of Prometheus' text format 0.0.4: the lines of a family are consecutive and begin
 * with HELP and TYPE, no sample occurs twice, and there are no other lines.
 */
final class Exposition {
  record Sample(String name, Map<String, String> labels, double value) {}

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\"";
  private static final String NUMBER =
      "[-+]?(?:[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\\.[0-9]+|Inf)|NaN";

  private static final Pattern HELP =
      Pattern.compile("# HELP (%s) ((?:[^\\\\\n]|\\\\[\\\\n])+)".formatted(NAME));
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (%s) (counter|gauge|histogram|summary|untyped)".formatted(NAME));
  private static final Pattern SAMPLE =
      Pattern.compile("(%s)(?:\\{(%s(?:,%s)*)\\})? (%s)".formatted(NAME, LABEL, LABEL, NUMBER));
  private static final Pattern ONE_LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"(.*?)(?<!\\\\)((?:\\\\\\\\)*)\"(?:,|$)");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> familiesWithHelp = new LinkedHashSet<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> series = new LinkedHashSet<>();
  private String family = "";

  static Exposition parse(String text) {
    Exposition exposition = new Exposition();
    if (!text.isEmpty()) {
      assertThat(text).endsWith("\n");
      text.substring(0, text.length() - 1).lines().forEach(exposition::read);
    }
    assertThat(exposition.types.keySet()).isEqualTo(exposition.familiesWithHelp);
    return exposition;
  }

  /**
   * The value of the only sample with this name and at least these labels.
   *
   * @param labels name, value, name, value
   */
  double value(String name, String... labels) {
    List<Sample> found = all(name, labels);
    assertThat(found).as("%s %s", name, List.of(labels)).hasSize(1);
    return found.getFirst().value();
  }

  List<Sample> all(String name, String... labels) {
    Map<String, String> wanted = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.labels().entrySet().containsAll(wanted.entrySet()))
        .toList();
  }

  List<Sample> all() {
    return samples;
  }

  Set<String> families() {
    return types.keySet();
  }

  private void read(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    if (help.matches()) {
      family = help.group(1);
      assertThat(familiesWithHelp.add(family)).as("first HELP: %s", line).isTrue();
    } else if (type.matches()) {
      assertThat(type.group(1)).as("follows its HELP: %s", line).isEqualTo(family);
      assertThat(types.put(family, type.group(2))).as("first TYPE: %s", line).isNull();
    } else {
      readSample(line);
    }
  }

  private void readSample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as("a sample: %s", line).isTrue();
    assertThat(belongs(sample.group(1))).as("of family %s: %s", family, line).isTrue();
    Map<String, String> labels = labels(sample.group(2));
    assertThat(series.add(sample.group(1) + new java.util.TreeMap<>(labels)))
        .as("unique: %s", line)
        .isTrue();
    samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
  }

  private boolean belongs(String name) {
    return switch (types.getOrDefault(family, "")) {
      case "gauge", "counter", "untyped" -> name.equals(family);
      case "summary" -> Set.of(family, family + "_sum", family + "_count").contains(name);
      case "histogram" ->
          Set.of(family + "_bucket", family + "_sum", family + "_count").contains(name);
      default -> false;
    };
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (text != null) {
      Matcher label = ONE_LABEL.matcher(text);
      while (label.find()) {
        String value = unescaped(label.group(2) + label.group(3));
        assertThat(labels.put(label.group(1), value)).as("unique labels: %s", text).isNull();
      }
    }
    return labels;
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        text.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
