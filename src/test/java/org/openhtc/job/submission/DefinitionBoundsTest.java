package org.openhtc.job.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobDefinition;
import org.openhtc.region.RegionName;
import tools.jackson.databind.json.JsonMapper;

/** The sizes that a submitter controls. Definitions are JSON with single quotes. */
class DefinitionBoundsTest {
  private static final List<RegionName> ALLOWED = List.of(RegionName.AWS_US_EAST_1);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An emoji, which is one code point of two characters and four bytes. */
  private static final String EMOJI = "\ud83d\ude00";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          commands | 1000 | 'a'
          envs     | 1000 | {'name':'N%d','value':''}
          claims   | 200  | {'name':'','value':''}
          """)
  void listsHaveAGreatestLength(String list, int max, String element) {
    if (!list.equals("claims")) { // the size of the token is the lower limit
      accepted("'%s':[%s]".formatted(list, elements(element, max)));
    }
    assertThat(sentence("'%s':[%s]".formatted(list, elements(element, max + 1))))
        .isEqualTo(
            "[0].htcJobDefinition.%s has %d elements, more than %d.".formatted(list, max + 1, max));
  }

  @Test
  void tagsHaveAGreatestNumber() {
    accepted("'tags':{%s}".formatted(elements("'t%d':'v'", 50)));
    assertThat(sentence("'tags':{%s}".formatted(elements("'t%d':'v'", 51))))
        .startsWith("[0].htcJobDefinition.tags has 51 elements");
    assertThat(batchSentence("'tags':[%s]".formatted(elements("{'key':'t%d','value':'v'}", 51))))
        .startsWith("[0].tags has 51 elements");
  }

  /** Maps of the JDK that can't be changed search linearly among equal hash codes. */
  @Test
  @Timeout(10)
  void namesWithOneHashCodeAreRefusedAtOnce() {
    String tags =
        IntStream.range(0, 1 << 17)
            .mapToObj(i -> "'%s':'v'".formatted(withOneHashCode(i)))
            .collect(Collectors.joining(","));
    assertThat(sentence("'tags':{%s}".formatted(tags))).contains("has 131072 elements");
  }

  @Test
  void argumentsAndVariablesFitIntoTheKernelsLimits() {
    accepted("'commands':['%s']".formatted("x".repeat(131_071)));
    assertThat(sentence("'commands':['%s']".formatted("x".repeat(131_072))))
        .contains("131072 bytes");
    accepted("'envs':[{'name':'A','value':'%s'}]".formatted("x".repeat(131_069)));
    assertThat(sentence("'envs':[{'name':'A','value':'%s'}]".formatted("x".repeat(131_070))))
        .contains("131072 bytes");
    assertThat(sentence("'commands':['%s']".formatted(EMOJI.repeat(32_768))))
        .contains("131072 bytes");
  }

  @Test
  void textsOfADefinitionHaveAGreatestSizeTogether() {
    String half = "x".repeat(131_000);
    accepted("'commands':['%s','%s']".formatted(half, half));
    assertThat(sentence("'commands':['%s','%s','%s']".formatted(half, half, "x".repeat(200))))
        .isEqualTo("[0].htcJobDefinition has more than 262144 bytes of text.");
  }

  /** What counts is the size in the token: with prefix, in UTF-8, with escapes. */
  @ParameterizedTest
  @CsvSource({"x, 3053", "\u00e4, 1526", "\ud83d\ude00, 763", "\\u0001, 508"})
  void claimsFitIntoAToken(String character, int most) {
    String claims = "'claims':[{'name':'a','value':'%s'}]";
    accepted(claims.formatted(character.repeat(most)));
    assertThat(sentence(claims.formatted(character.repeat(most + 1))))
        .startsWith("[0].htcJobDefinition.claims need more than 3072 bytes");
  }

  @Test
  void lengthsAreInCodePoints() {
    assertThat(batchSentence("'jobName':'%s'".formatted(EMOJI.repeat(255)))).isNull();
    assertThat(batchSentence("'jobName':'%s'".formatted(EMOJI.repeat(256))))
        .startsWith("[0].jobName ")
        .contains("longer than 255 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'commands':['a\\uD800b']",
        "'workingDir':'/\\uDC00'",
        "'envs':[{'name':'A','value':'\\uD800'}]",
        "'envs':[{'name':'\\uD800','value':''}]",
        "'claims':[{'name':'\\uD800','value':''}]",
        "'claims':[{'name':'','value':'\\uD800'}]",
        "'tags':{'\\uD800':''}",
        "'tags':{'a':'\\uD800'}"
      })
  void halfOfASurrogatePairIsRefused(String property) {
    assertThat(sentence(property))
        .startsWith("[0].htcJobDefinition.")
        .contains("half of a surrogate pair");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A\\nB", "\\n", "A\\tB", "A\\u007f", "\\r"})
  void nameOfAVariableHasNoControlCharacter(String name) {
    assertThat(sentence("'envs':[{'name':'%s','value':''}]".formatted(name)))
        .startsWith("[0].htcJobDefinition.envs name ")
        .contains("can't name an environment variable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc",
        "/proc/self/fd/8",
        "//proc//self",
        "/data/../proc/self/fd/3",
        "proc/self",
        "/../sys/fs/cgroup",
        "/dev/fd/3",
        "/./dev"
      })
  void workingDirectoryIsNoneOfTheKernel(String directory) {
    assertThat(sentence("'workingDir':'%s'".formatted(directory)))
        .startsWith("[0].htcJobDefinition.workingDir '%s' ".formatted(directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/work", "/process", "/dev/shm/x", "/home/dev", "/proc/../work"})
  void otherWorkingDirectoriesAreAccepted(String directory) {
    assertThat(accepted("'workingDir':'%s'".formatted(directory)).workingDir())
        .isEqualTo(directory);
  }

  /** All names of the same length have the same hash code, as "Aa" and "BB" do. */
  private static String withOneHashCode(int number) {
    return IntStream.range(0, 17)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  private static String elements(String element, int count) {
    return IntStream.range(0, count).mapToObj(element::formatted).collect(Collectors.joining(","));
  }

  private static JobDefinition accepted(String property) {
    return check("'htcJobDefinition':{'imageName':'a',%s}".formatted(property))
        .getFirst()
        .definition();
  }

  private static String sentence(String property) {
    return String.valueOf(refused("'htcJobDefinition':{'imageName':'a',%s}".formatted(property)));
  }

  private static @Nullable String batchSentence(String property) {
    return refused("'htcJobDefinition':{'imageName':'a'}," + property);
  }

  private static @Nullable String refused(String properties) {
    ApiException refusal = catchThrowableOfType(ApiException.class, () -> check(properties));
    return refusal == null ? null : refusal.sentence();
  }

  private static List<CheckedBatch> check(String properties) {
    BatchRequest batch =
        JSON.readValue(("{" + properties + "}").replace('\'', '"'), BatchRequest.class);
    return JobSubmissionRules.check(
        Collections.<@Nullable BatchRequest>singletonList(batch), ALLOWED);
  }
}
