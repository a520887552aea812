package org.openhtc.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiController;
import org.openhtc.testing.ApiDescription;
import org.openhtc.testing.DescribedOperation;
import org.openhtc.testing.GeneratedPage;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** The running service maps exactly the operations that {@code openapi.yaml} describes. */
@ServiceTest
class ConformanceIT {
  private static final ApiDescription OPENHTC = ApiDescription.ofRepository();

  /** Operations that view controllers, resource handlers or wildcard routes serve. */
  private static final Map<String, String> SERVED_WITHOUT_OWN_ROUTE =
      Map.of(
          "GET /", "WebPageConfiguration",
          "GET /docs", "ApiPageConfiguration",
          "GET /actuator/health/liveness", "actuator",
          "GET /actuator/health/readiness", "actuator");

  /** Wildcards that serve operations of {@link #OTHERWISE_SERVED}. */
  private static final Set<String> WILDCARDS = Set.of("GET /actuator/health/**");

  /** Described because they are published or standard, and never read; the document states that. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "GET /auth/token X-Rescale-Environment",
          "GET /htc/metrics Accept-Encoding",
          "POST /oauth2/token client_id",
          "POST /oauth2/token scope");

  /** Such properties of bodies. */
  private static final String WITHOUT_EFFECT_IN_BODY = ".*\\.(experimental|rescaleProjectId).*";

  @Autowired ApplicationContext context;

  @Test
  void everyServedRouteIsDescribed() {
    Set<String> undescribed = new TreeSet<>();
    routes().map(ServedRoute::shape).forEach(undescribed::add);
    OPENHTC.operations().forEach(operation -> undescribed.remove(operation.shape()));
    undescribed.removeAll(WILDCARDS);
    assertThat(undescribed).as("routes that openapi.yaml does not describe").isEmpty();
  }

  @Test
  void everyDescribedOperationIsServed() {
    Set<String> unserved = new TreeSet<>();
    OPENHTC.operations().forEach(operation -> unserved.add(operation.shape()));
    unserved.removeAll(controllers().keySet());
    assertThat(unserved).as("operations of openapi.yaml that are not served").isEmpty();
  }

  @Test
  void everyRouteOfTheApiIsServedWithAndWithoutBasePath() {
    Set<String> paths = routes().map(r -> r.method() + " " + r.path()).collect(Collectors.toSet());
    routes()
        .filter(ServedRoute::isOfApi)
        .filter(route -> !route.path().startsWith(ApiController.BASE_PATH))
        .forEach(route ->
            assertThat(paths)
                .contains(route.method() + " " + ApiController.BASE_PATH + route.path()));
  }

  @Test
  void readParametersEqualTheDescribedOnes() {
    routes()
        .filter(ServedRoute::isOfApi)
        .filter(route -> !readsAnyParameter(route))
        .forEach(route ->
            assertThat(read(route)).as(route.shape()).isEqualTo(described(described(route))));
  }

  @Test
  void enumValuesOfParametersAreDescribed() {
    routes()
        .filter(ServedRoute::isOfApi)
        .forEach(route ->
            route.parameters().stream()
                .filter(parameter -> parameter.getParameterType().isEnum())
                .forEach(parameter -> assertEnumValues(route, parameter)));
  }

  @Test
  void readPropertiesOfBodiesEqualTheDescribedOnes() {
    routes()
        .filter(ServedRoute::isOfApi)
        .forEach(route -> route.body().ifPresent(body -> assertProperties(route, body)));
  }

  @Test
  void pageIsUpToDate() {
    ConformancePage page = new ConformancePage(PublishedApi.DESCRIPTION, OPENHTC, controllers());
    GeneratedPage.require(Path.of("docs/conformance.md"), page.text(), ConformanceIT.class);
    assertThat(page.summary()).startsWith("**57 of 57 operations**");
  }

  private Stream<ServedRoute> routes() {
    return ServedRoute.of(context).stream();
  }

  /** Names of the controllers by the shape of the operation. */
  private Map<String, String> controllers() {
    Map<String, String> controllers = new HashMap<>(SERVED_WITHOUT_OWN_ROUTE);
    routes()
        .forEach(route -> {
          String name = route.isOfApi() ? route.controller() : "actuator";
          controllers.put(route.shape(), name);
        });
    return controllers;
  }

  private static DescribedOperation described(ServedRoute route) {
    return OPENHTC.operations().stream()
        .filter(operation -> operation.shape().equals(route.shape()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(route.shape() + " is not described"));
  }

  /** Whether a controller reads all parameters as one map. */
  private static boolean readsAnyParameter(ServedRoute route) {
    return route.parameters().stream()
        .anyMatch(p -> MultiValueMap.class.isAssignableFrom(p.getParameterType()));
  }

  private static Set<String> read(ServedRoute route) {
    return route.parameters().stream()
        .filter(isOneOf(RequestParam.class, RequestHeader.class))
        .map(ConformanceIT::name)
        .filter(name -> !name.equals("Authorization"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Query parameters, header parameters, and the fields of a form. */
  private static Set<String> described(DescribedOperation operation) {
    JsonNode form =
        operation
            .node()
            .at("/requestBody/content")
            .path("application/x-www-form-urlencoded")
            .path("schema");
    return Stream.concat(
            operation.parameters().stream()
                .filter(parameter -> !parameter.path("in").asString().equals("path"))
                .map(parameter -> parameter.path("name").asString()),
            form.path("properties").propertyNames().stream())
        .filter(name -> !WITHOUT_EFFECT.contains(operation.name() + " " + name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertEnumValues(ServedRoute route, MethodParameter parameter) {
    DescribedOperation operation = described(route);
    JsonNode schema =
        operation.parameters().stream()
            .filter(p -> p.path("name").asString().equals(name(parameter)))
            .findFirst()
            .map(p -> OPENHTC.resolve(p.path("schema")))
            .orElseThrow(() -> new AssertionError(route.shape() + " " + name(parameter)));
    List<String> values =
        Arrays.stream(parameter.getParameterType().getEnumConstants())
            .map(String::valueOf)
            .toList();
    assertThat(schema.path("enum").valueStream().map(JsonNode::asString))
        .as(route.shape() + " " + name(parameter))
        .containsExactlyInAnyOrderElementsOf(values);
  }

  private static void assertProperties(ServedRoute route, MethodParameter body) {
    JsonNode schema =
        described(route).node().at("/requestBody/content/application~1json").path("schema");
    Set<String> described = ReadProperties.of(OPENHTC, schema);
    described.removeIf(property -> property.matches(WITHOUT_EFFECT_IN_BODY));
    assertThat(ReadProperties.of(ResolvableType.forMethodParameter(body)))
        .as(route.shape())
        .isEqualTo(described);
  }

  @SafeVarargs
  private static Predicate<MethodParameter> isOneOf(
      Class<? extends java.lang.annotation.Annotation>... kinds) {
    return parameter -> Arrays.stream(kinds).anyMatch(parameter::hasParameterAnnotation);
  }

  private static String name(MethodParameter parameter) {
    RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
    RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
    String given = query != null ? query.name() : header != null ? header.name() : "";
    return given.isEmpty() ? String.valueOf(parameter.getParameterName()) : given;
  }
}
