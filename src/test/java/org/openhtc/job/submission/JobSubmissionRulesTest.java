package org.openhtc.job.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.NameValue;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import tools.jackson.databind.json.JsonMapper;

/** Batches are JSON with single quotes, as a client sends them. */
class JobSubmissionRulesTest {
  private static final List<RegionName> ALLOWED =
      List.of(RegionName.AWS_US_WEST_2, RegionName.AWS_US_EAST_1);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void absentPropertiesGetTheirDefaults() {
    CheckedBatch batch = accepted("{'htcJobDefinition':{'imageName':'a'}}");
    assertThat(batch)
        .isEqualTo(
            new CheckedBatch(
                null,
                1,
                ALLOWED,
                RetryStrategy.of(0),
                null,
                List.of(),
                new JobDefinition(
                    "a",
                    1,
                    1024,
                    10,
                    null,
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    86_400,
                    Architecture.X86,
                    JobPriority.ON_DEMAND_PRIORITY,
                    null),
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "maxVCpus, 1, 64",
    "maxMemory, 4, 235520",
    "maxDiskGiB, 0, 64000",
    "maxSwap, 0, 2147483647",
    "execTimeoutSeconds, 60, 1209600"
  })
  void numberOfTheDefinitionHasARange(String property, int min, int max) {
    accepted(definition(property, min));
    accepted(definition(property, max));
    assertThat(sentence(definition(property, min - 1)))
        .startsWith("[0].htcJobDefinition.%s %d ".formatted(property, min - 1));
    if (max < Integer.MAX_VALUE) {
      assertThat(sentence(definition(property, max + 1)))
          .startsWith("[0].htcJobDefinition.%s %d ".formatted(property, max + 1));
    }
  }

  @Test
  void diskLimitOf0IsTheDefault() {
    assertThat(accepted(definition("maxDiskGiB", 0)).definition().maxDiskGiB()).isEqualTo(10);
  }

  @Test
  void batchHasFrom1To1000Jobs() {
    assertThat(accepted(ofSize(1)).size()).isEqualTo(1);
    assertThat(accepted(ofSize(1000)).size()).isEqualTo(1000);
    assertThat(sentence(ofSize(0))).startsWith("[0].batchSize 0 ");
    assertThat(sentence(ofSize(1001))).startsWith("[0].batchSize 1001 ");
  }

  @Test
  void jobHasUpTo10Retries() {
    String batch = "{'retryStrategy':{'maxRetries':%d},'htcJobDefinition':{'imageName':'a'}}";
    assertThat(accepted(batch.formatted(10)).retryStrategy().maxRetries()).isEqualTo(10);
    assertThat(
            accepted("{'retryStrategy':{},'htcJobDefinition':{'imageName':'a'}}")
                .retryStrategy()
                .maxRetries())
        .isZero();
    assertThat(sentence(batch.formatted(11))).startsWith("[0].retryStrategy.maxRetries 11 ");
    assertThat(sentence(batch.formatted(-1))).startsWith("[0].retryStrategy.maxRetries -1 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rules[0] has no action          | 'retryStrategy':{'rules':[{}]}
          rules[0] describes a retry      | 'retryStrategy':{'rules':[{'action':'FAIL','maxRetries':1}]}
          rules[0].exitCodes '9-1' is     | 'retryStrategy':{'rules':[{'action':'FAIL','exitCodes':['9-1']}]}
          rules[0].exitCodes '256' is     | 'retryStrategy':{'rules':[{'action':'FAIL','exitCodes':['256']}]}
          rules[0].memoryFactor 1.0 is    | 'retryStrategy':{'rules':[{'action':'RETRY','memoryFactor':1}]}
          rules[0].maxMemory has no       | 'retryStrategy':{'rules':[{'action':'RETRY','maxMemory':9999}]}
          rules[0].maxMemory 1023 is not  | 'retryStrategy':{'rules':[{'action':'RETRY','memoryFactor':2,'maxMemory':1023}]}
          rules[0].maxRetries 11 is not   | 'retryStrategy':{'rules':[{'action':'RETRY','maxRetries':11}]}
          failFast has neither            | 'failFast':{}
          failFast.failures 0 is not      | 'failFast':{'failures':0}
          failFast.percent 101 is not     | 'failFast':{'percent':101}
          """)
  void wrongRetryRuleIsNamed(String problem, String property) {
    assertThat(sentence("{%s,'htcJobDefinition':{'imageName':'a'}}".formatted(property)))
        .contains(problem);
  }

  @Test
  void retryRulesAreStoredAsSent() {
    String rules =
        "{'maxRetries':2,'rules':[{'failureCodes':['ErrorTimeout'],'exitCodes':['1','10-20'],"
            + "'action':'RETRY','onAnotherHost':true}]}";
    RetryStrategy strategy =
        accepted("{'retryStrategy':%s,'htcJobDefinition':{'imageName':'a'}}".formatted(rules))
            .retryStrategy();
    String stored = JSON.writeValueAsString(strategy);
    assertThat(JSON.readTree(stored)).isEqualTo(JSON.readTree(rules.replace('\'', '"')));
    assertThat(JSON.readValue(stored, RetryStrategy.class)).isEqualTo(strategy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [0]                            | null
          [0].htcJobDefinition           | {'batchSize':1}
          [0].htcJobDefinition.imageName | {'htcJobDefinition':{}}
          [0].htcJobDefinition.commands  | {'htcJobDefinition':{'imageName':'a','commands':['ls',null]}}
          [0].htcJobDefinition.envs      | {'htcJobDefinition':{'imageName':'a','envs':[null]}}
          [0].htcJobDefinition.envs.name | {'htcJobDefinition':{'imageName':'a','envs':[{'value':'x'}]}}
          [0].htcJobDefinition.envs.value| {'htcJobDefinition':{'imageName':'a','envs':[{'name':'A'}]}}
          [0].htcJobDefinition.claims    | {'htcJobDefinition':{'imageName':'a','claims':[null]}}
          [0].htcJobDefinition.tags.k    | {'htcJobDefinition':{'imageName':'a','tags':{'k':null}}}
          [0].tags                       | {'tags':[null],'htcJobDefinition':{'imageName':'a'}}
          """)
  void missingValueIsNamed(String property, String batch) {
    assertThat(sentence(batch)).isEqualTo(property + " is missing.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [0].jobName                     | {'jobName':'a\\u0000','htcJobDefinition':{'imageName':'a'}}
          [0].tags.key                    | {'tags':[{'key':'\\u0000','value':'v'}],'htcJobDefinition':{'imageName':'a'}}
          [0].htcJobDefinition.commands   | {'htcJobDefinition':{'imageName':'a','commands':['\\u0000']}}
          [0].htcJobDefinition.envs.name  | {'htcJobDefinition':{'imageName':'a','envs':[{'name':'\\u0000','value':'x'}]}}
          [0].htcJobDefinition.envs.value | {'htcJobDefinition':{'imageName':'a','envs':[{'name':'A','value':'\\u0000'}]}}
          [0].htcJobDefinition.claims.name| {'htcJobDefinition':{'imageName':'a','claims':[{'name':'\\u0000','value':'x'}]}}
          [0].htcJobDefinition.tags       | {'htcJobDefinition':{'imageName':'a','tags':{'\\u0000':'v'}}}
          [0].htcJobDefinition.tags       | {'htcJobDefinition':{'imageName':'a','tags':{'k':'\\u0000'}}}
          [0].htcJobDefinition.workingDir | {'htcJobDefinition':{'imageName':'a','workingDir':'/\\u0000'}}
          """)
  void textContainsNoNul(String property, String batch) {
    assertThat(sentence(batch)).startsWith(property + " ").contains("NUL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [0].jobName                     | 255  | {'jobName':'%s','htcJobDefinition':{'imageName':'a'}}
          [0].tags.key                    | 255  | {'tags':[{'key':'%s','value':'v'}],'htcJobDefinition':{'imageName':'a'}}
          [0].tags.value                  | 255  | {'tags':[{'key':'k','value':'%s'}],'htcJobDefinition':{'imageName':'a'}}
          [0].htcJobDefinition.imageName  | 512  | {'htcJobDefinition':{'imageName':'%s'}}
          [0].htcJobDefinition.workingDir | 4096 | {'htcJobDefinition':{'imageName':'a','workingDir':'%s'}}
          """)
  void textHasAGreatestLengthAndIsCutInTheMessage(String property, int longest, String batch) {
    accepted(batch.formatted("x".repeat(longest)));
    assertThat(sentence(batch.formatted("x".repeat(longest + 1))))
        .startsWith(property + " 'xxx")
        .contains(String.valueOf(longest))
        .hasSizeLessThan(160);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a:1", "team/app", "a.b_c-d/e:V1.0_x-y", "busybox:_", "0/1/2:latest"})
  void imageName(String name) {
    assertThat(accepted(withImage(name)).definition().imageName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "UPPER",
        "a b",
        "/a",
        "a/",
        "a//b",
        "-a",
        "a:",
        "a:-1",
        "a:1:2",
        "a@sha256:00"
      })
  void invalidImageNameIsShown(String name) {
    assertThat(sentence(withImage(name)))
        .startsWith("[0].htcJobDefinition.imageName '%s' ".formatted(name));
  }

  @Test
  void longImageNameIsRefusedBeforeItIsMatched() {
    assertThat(sentence(withImage("a" + ".a".repeat(100_000))))
        .startsWith("[0].htcJobDefinition.imageName 'a.a.a")
        .hasSizeLessThan(160);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MY_AWS_BATCH_X",
        "AWS_BATCH_JOB_ARRAY_INDEX",
        "RESCALE_PROJECT_ID",
        "RESCALE_TASK_ID_2",
        "RESCALE_JOB_ID",
        "RESCALE_HTC_TOKEN",
        "PROJECT_SHARED_FOLDER",
        "TASK_SHARED_FOLDER",
        "AWS_SESSION_TOKEN",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "RDF_ANYTHING"
      })
  void reservedVariableIsRefused(String name) {
    assertThat(sentence(withEnv(name)))
        .startsWith("[0].htcJobDefinition.envs name '%s' ".formatted(name))
        .contains("reserved");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "a.b-c", "MY_RESCALE_JOB_ID", "RESCALE_ID", "AWS_REGION", "AWS_BATCH", "RDF"})
  void similarVariableIsNotReserved(String name) {
    assertThat(accepted(withEnv(name)).definition().envs())
        .containsExactly(new NameValue(name, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A=B", "="})
  void variableNeedsANameWithoutEqualsSign(String name) {
    assertThat(sentence(withEnv(name)))
        .startsWith("[0].htcJobDefinition.envs name '%s' ".formatted(name));
  }

  @Test
  void variableIsGivenOnce() {
    assertThat(
            sentence(
                "{'htcJobDefinition':{'imageName':'a','envs':"
                    + "[{'name':'A','value':'1'},{'name':'A','value':'2'}]}}"))
        .startsWith("[0].htcJobDefinition.envs name 'A' ");
  }

  @Test
  void claimsMayRepeatAndTakeAnyName() {
    CheckedBatch batch =
        accepted(
            "{'htcJobDefinition':{'imageName':'a','claims':"
                + "[{'name':'','value':''},{'name':'RDF_X','value':'1'},{'name':'RDF_X','value':'2'}]}}");
    assertThat(batch.definition().claims()).hasSize(3);
  }

  @Test
  void regionsAreThoseOfTheBatchOrElseOfTheProject() {
    assertThat(regions("")).isEqualTo(ALLOWED);
    assertThat(regions("'regions':[],")).isEqualTo(ALLOWED);
    assertThat(regions("'regions':['AWS_US_EAST_1','AWS_US_EAST_1'],"))
        .containsExactly(RegionName.AWS_US_EAST_1);
    assertThat(regions("'regions':['AWS_US_EAST_1','AWS_US_WEST_2'],"))
        .containsExactly(RegionName.AWS_US_EAST_1, RegionName.AWS_US_WEST_2);
    assertThat(regions("'region':'AWS_US_EAST_1','regions':[],"))
        .containsExactly(RegionName.AWS_US_EAST_1);
    assertThat(regions("'region':'AWS_US_EAST_1','regions':['AWS_US_WEST_2'],"))
        .containsExactly(RegionName.AWS_US_WEST_2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [0].regions 'GCP_US_EAST_4' | 'regions':['AWS_US_EAST_1','GCP_US_EAST_4'],
          [0].regions 'null'          | 'regions':[null],
          [0].region 'GCP_US_EAST_4'  | 'region':'GCP_US_EAST_4',
          """)
  void regionIsOneOfTheProjects(String start, String regions) {
    assertThat(sentence("{" + regions + "'htcJobDefinition':{'imageName':'a'}}"))
        .startsWith(start + " ")
        .contains(ALLOWED.toString());
  }

  @Test
  void emptyWorkingDirectoryIsThatOfTheImage() {
    String batch = "{'htcJobDefinition':{'imageName':'a','workingDir':'%s'}}";
    assertThat(accepted(batch.formatted("")).definition().workingDir()).isNull();
    assertThat(accepted(batch.formatted("/w")).definition().workingDir()).isEqualTo("/w");
  }

  @Test
  void callHasFrom1To100Batches() {
    BatchRequest batch = parsed(ofSize(1));
    assertThat(JobSubmissionRules.check(Collections.nCopies(100, batch), ALLOWED)).hasSize(100);
    assertThat(refusal(Collections.nCopies(101, batch)).sentence()).contains("101").contains("100");
    assertThat(refusal(List.of()).sentence()).contains("0").contains("100");
    assertThat(
            catchThrowableOfType(ApiException.class, () -> JobSubmissionRules.check(null, ALLOWED))
                .code())
        .isEqualTo(ErrorCode.VALIDATION_ERROR);
  }

  @Test
  void oneInvalidBatchRefusesTheWholeCall() {
    assertThat(refusal(List.of(parsed(ofSize(1)), parsed(ofSize(1001)))).sentence())
        .startsWith("[1].batchSize 1001 ");
  }

  private static List<RegionName> regions(String properties) {
    return accepted("{" + properties + "'htcJobDefinition':{'imageName':'a'}}").regions();
  }

  private static CheckedBatch accepted(String batch) {
    return JobSubmissionRules.check(
            Collections.<@Nullable BatchRequest>singletonList(parsed(batch)), ALLOWED)
        .getFirst();
  }

  private static String sentence(String batch) {
    return refusal(Collections.<@Nullable BatchRequest>singletonList(parsed(batch))).sentence();
  }

  private static ApiException refusal(List<@Nullable BatchRequest> batches) {
    ApiException refusal =
        catchThrowableOfType(ApiException.class, () -> JobSubmissionRules.check(batches, ALLOWED));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
    return refusal;
  }

  private static BatchRequest parsed(String batch) {
    return JSON.readValue(batch.replace('\'', '"'), BatchRequest.class);
  }

  private static String ofSize(int size) {
    return "{'batchSize':%d,'htcJobDefinition':{'imageName':'a'}}".formatted(size);
  }

  private static String definition(String property, int value) {
    return "{'htcJobDefinition':{'imageName':'a','%s':%d}}".formatted(property, value);
  }

  private static String withImage(String name) {
    return "{'htcJobDefinition':{'imageName':'%s'}}".formatted(name);
  }

  private static String withEnv(String name) {
    return "{'htcJobDefinition':{'imageName':'a','envs':[{'name':'%s','value':'x'}]}}"
        .formatted(name);
  }
}
