package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.testing.ResponseCheck.Response;
import tools.jackson.databind.json.JsonMapper;

/** The check of responses finds each deviation and names it. */
class ResponseCheckTest {
  private static final String JSON = "application/json";
  private static final String ERROR =
      "{'error':'NotFound','errorDescription':'There is none.','errorType':'NotFound'}";
  private static final ResponseCheck CHECK =
      new ResponseCheck(
          new ApiDescription(
              JsonMapper.shared()
                  .readTree(
                      json(
                          """
                          {'paths': {'/cups/{id}': {'get': {'operationId': 'getCup', 'responses': {
                             '200': {'content': {'application/json': {
                               'schema': {'$ref': '#/components/schemas/Cup'}}}},
                             '404': {'content': {'application/json': {
                               'schema': {'$ref': '#/components/schemas/Error'}}}}}},
                             'delete': {'operationId': 'dropCup', 'responses': {'204': {}}}},
                            '/spoons': {'get': {'operationId': 'getSpoons', 'responses': {
                              '204': {'headers': {'ETag': {'required': true}, 'Link': {}}}}}},
                            '/cups/{id}/{rest}': {
                             'parameters': [{'name': 'rest', 'x-rest-of-path': true}],
                             'get': {'operationId': 'deep', 'responses': {'200': {'content': {
                               'text/plain': {'schema': {'type': 'string'}}}}}}}},
                           'components': {'responses': {'MethodNotAllowed': {'headers': {
                             'Allow': {'required': true}}}}, 'schemas': {
                            'Cup': {'type': 'object', 'required': ['size'], 'properties': {
                              'size': {'type': 'integer'}, 'note': {'type': 'string'},
                              'secret': {'type': 'string', 'writeOnly': true},
                              'filledAt': {'type': 'string', 'format': 'date-time'},
                              'kind': {'type': 'string', 'enum': ['TEA', 'COFFEE']},
                              'tags': {'type': 'object', 'additionalProperties':
                                {'type': 'string'}}}},
                            'Error': {'type': 'object',
                              'required': ['error', 'errorDescription', 'errorType'],
                              'properties': {'error': {'type': 'string'},
                                'errorDescription': {'type': 'string'},
                                'errorType': {'type': 'string'}}}}}}
                          """))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          GET    | /cups/1        | 200 | {'size':2,'tags':{'a':'b'},'kind':'TEA'}
          GET    | /api/v1/cups/1 | 200 | {'size':2,'filledAt':'2026-05-04T09:00:00.123Z'}
          GET    | /cups/1        | 404 | ERROR
          HEAD   | /cups/1        | 404 | ""
          DELETE | /cups/1        | 204 | ""
          POST   | /cups/1        | 405 | ERROR
          OPTIONS | /cups/1       | 200 | ""
          OPTIONS | /cups/1       | 403 | ERROR
          GET    | /saucers       | 404 | ERROR
          GET    | /saucers       | 401 | ERROR
          """)
  void describedResponsesPass(String method, String path, int status, String body) {
    assertThatCode(() -> CHECK.check(response(method, path, status, JSON, body)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          GET    | /cups/1  | 200 | {'note':'no size'}                   | size
          GET    | /cups/1  | 200 | {'size':2,'handle':true}             | handle
          GET    | /cups/1  | 200 | {'size':'two'}                       | /size
          GET    | /cups/1  | 200 | {'size':2,'note':null}               | /note
          GET    | /cups/1  | 200 | {'size':2,'kind':'MILK'}             | /kind
          GET    | /cups/1  | 200 | {'size':2,'tags':{'a':1}}            | /tags/a
          GET    | /cups/1  | 200 | {'size':2,'filledAt':'yesterday'}    | /filledAt
          GET    | /cups/1  | 200 | {'size':2,'secret':'s'}              | /secret
          GET    | /cups/1  | 200 | nonsense                             | not JSON
          GET    | /cups/1  | 201 | {'size':2}                           | getCup does not have this status
          GET    | /cups/1  | 404 | {'error':'NotFound'}                 | errorDescription
          DELETE | /cups/1  | 204 | {'size':2}                           | dropCup has no body with this status
          POST   | /cups/1  | 200 | {'size':2}                           | without this method
          OPTIONS | /cups/1 | 200 | {'size':2}                           | and has no body
          OPTIONS | /saucers | 200 | ""                                  | and has no body
          GET    | /saucers | 200 | {'size':2}                           | the path is not described
          GET    | /saucers | 404 | {'message':'no'}                     | errorType
          """)
  void deviationIsNamed(String method, String path, int status, String body, String part) {
    assertThatThrownBy(() -> CHECK.check(response(method, path, status, JSON, body)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("%s %s responds with %d", method, path, status)
        .hasMessageContaining(part);
  }

  @Test
  void mediaTypeOfTheBodyIsChecked() {
    CHECK.check(response("GET", "/cups/1/a/b", 200, "text/plain;charset=UTF-8", "x"));
    assertThatThrownBy(() -> CHECK.check(response("GET", "/cups/1", 200, "text/html", "<p>")))
        .hasMessageContaining("is not 'text/html' but one of [application/json]");
    assertThatThrownBy(() -> CHECK.check(response("GET", "/cups/1", 200, "", "x")))
        .hasMessageContaining("is not ''");
  }

  @Test
  void requiredHeadersAreChecked() {
    CHECK.check(new Response("GET", "/spoons", 204, Set.of("etag"), "", ""));
    CHECK.check(new Response("HEAD", "/spoons", 204, Set.of(), "", ""));
    assertThatThrownBy(
            () -> CHECK.check(new Response("GET", "/spoons", 204, Set.of("link"), "", "")))
        .hasMessageContaining("getSpoons has the header ETag with this status");
    assertThatThrownBy(
            () -> CHECK.check(new Response("PUT", "/spoons", 405, Set.of(), JSON, json(ERROR))))
        .hasMessageContaining("an error has the header Allow with this status");
  }

  @Test
  void mediaTypeOfAnErrorIsChecked() {
    assertThatThrownBy(() -> CHECK.check(response("GET", "/saucers", 404, "text/html", "ERROR")))
        .hasMessageContaining("the media type of an error is not 'text/html'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          true  | log  | {'timestamp':'2026-05-04T09:31:02.5Z','message':'m'} | ""
          false | end  | {'jobId':'b:0','status':'FAILED'}                    | ""
          false | log  | {'timestamp':'2026-05-04T09:31:02.5Z','message':'m'} | an event 'log' has an id
          true  | log  | {'timestamp':'yesterday','message':'m'}              | /timestamp
          true  | end  | {'jobId':'b:0'}                                      | status
          true  | ends | {'jobId':'b:0','status':'FAILED'}                    | 'ends' is not described
          """)
  void eventsOfStreamsAreChecked(boolean hasId, String name, String data, String problem) {
    List<String> problems =
        ResponseCheck.ofRepository()
            .problemsOfEvent(
                "/api/v1/htc/projects/p/tasks/t/jobs/b:0/logs/stream",
                hasId,
                name,
                JsonMapper.shared().readTree(json(data)));
    if (problem.isEmpty()) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains(problem);
    }
  }

  @Test
  void documentOfTheRepositoryIsUsed() {
    ApiDescription own = ApiDescription.ofRepository();
    assertThat(own.find("GET", "/api/v1/htc/projects").orElseThrow().id())
        .isEqualTo("listProjects");
    assertThat(own.find("GET", "/htc/projects/p/tasks/t/jobs/b:0").orElseThrow().id())
        .isEqualTo("getJob");
    assertThat(own.find("POST", "/htc/projects/p/tasks/t/jobs/batch").orElseThrow().id())
        .isEqualTo("submitJobs");
    assertThat(
            own.find("DELETE", "/htc/projects/p/container-registry/images/a/b:1")
                .orElseThrow()
                .id())
        .isEqualTo("deleteImage");
  }

  private static Response response(
      String method, String path, int status, String type, String body) {
    String text = body.equals("ERROR") ? ERROR : body;
    return new Response(method, path, status, Set.of("allow"), type, json(text));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
