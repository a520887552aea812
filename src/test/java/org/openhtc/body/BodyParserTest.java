package org.openhtc.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import tools.jackson.databind.json.JsonMapper;

class BodyParserTest {
  record Part(@NotNull(message = "is missing") String name) {}

  record Order(
      @Nullable @CodePointLength(max = 3, message = "must have at most {max} characters")
          String text,
      @Nullable List<@NotNull(message = "is null") String> names,
      @Nullable List<@Valid @NotNull(message = "is null") Part> parts,
      @Nullable Map<String, String> tags,
      @Nullable Integer count) {}

  private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
  private BodyParser reader;

  @BeforeEach
  void start() {
    validator.afterPropertiesSet();
    JsonMapper.Builder mapper = JsonMapper.builder();
    new JsonConfiguration().strictTypes().customize(mapper);
    reader = new BodyParser(mapper.build(), validator);
  }

  @Test
  void bodyIsParsed() {
    Order order =
        reader.read(request("{'text':'a','names':['b'],'tags':{'k':'v'},'other':1}"), Order.class);
    assertThat(order).isEqualTo(new Order("a", List.of("b"), null, Map.of("k", "v"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "{", "{'text':}", "nonsense"})
  void bodyThatIsNotOneJsonValueIsMalformed(String body) {
    assertThat(refusal(body).code()).isEqualTo(ErrorCode.MALFORMED_BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "{} {}", "{'count':1.5}", "{'count':'1'}", "{'text':1}"})
  void wrongTypeIsRefused(String body) {
    assertThat(refusal(body).code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
  }

  /** The elements beyond the limit are not even parsed: the last one here is not JSON. */
  @Test
  void listWithTooManyElementsIsRefusedWhileItIsParsed() {
    assertThat(refusal("{'names':[" + "null,".repeat(1000) + "'a', nonsense]}").sentence())
        .isEqualTo("names has more than 1000 elements.");
    assertThat(refusal("{'parts':[" + "{},".repeat(40_000) + "{}]}").sentence())
        .isEqualTo("parts has more than 1000 elements.");
  }

  @Test
  void mapWithTooManyEntriesIsRefusedWhileItIsParsed() {
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i <= 1000; i++) {
      tags.append("'%d':'v',".formatted(i));
    }
    assertThat(refusal("{'tags':{" + tags + " nonsense}}").sentence())
        .isEqualTo("tags has more than 1000 elements.");
  }

  @Test
  void onlyTheFirstProblemsAreListed() {
    assertThat(refusal("{'names':[" + "null,".repeat(999) + "null]}").sentence())
        .startsWith("names[0] is null. ")
        .hasSizeLessThan(200);
    assertThat(refusal("{'parts':[{},null,{'name':'a'}]}").sentence())
        .isEqualTo("parts[0].name is missing. parts[1] is null.");
  }

  @Test
  void lengthsAreInCodePoints() {
    reader.read(request("{'text':'\ud83d\ude00\ud83d\ude00\ud83d\ude00'}"), Order.class);
    assertThat(refusal("{'text':'abcd'}").sentence())
        .isEqualTo("text 'abcd' must have at most 3 characters.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\uD83D", "\\uDE00", "a\\uDE00\\uD83Db", "\\u0000"})
  void textThatCannotBeStoredIsRefused(String text) {
    assertThat(refusal("{'names':['%s']}".formatted(text)).sentence())
        .startsWith("names[0] '")
        .endsWith("contains a NUL character or half of a surrogate pair.");
  }

  /** The bytes of half a surrogate pair are not UTF-8, but parsers accept them. */
  @Test
  void encodedHalfOfASurrogatePairIsRefused() {
    MockHttpServletRequest request = request("{}");
    byte[] body = "{\"text\":\"xyz\"}".getBytes(StandardCharsets.UTF_8);
    body[9] = (byte) 0xED;
    body[10] = (byte) 0xA0;
    body[11] = (byte) 0x80;
    request.setContent(body);
    assertThat(catchThrowableOfType(ApiException.class, () -> reader.read(request, Order.class)))
        .isNotNull();
  }

  @Test
  void longValueIsShortenedInTheMessage() {
    assertThat(refusal("{'count':'" + "x".repeat(100_000) + "'}").sentence()).hasSizeLessThan(200);
    assertThat(refusal("{'text':'" + "x".repeat(100_000) + "'}").sentence()).hasSizeLessThan(200);
  }

  private ApiException refusal(String body) {
    Type type = Order.class;
    ApiException refusal =
        catchThrowableOfType(ApiException.class, () -> reader.read(request(body), type));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static MockHttpServletRequest request(String body) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return request;
  }
}
