package org.openhtc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A client of the service that compares every response with {@code openapi.yaml}. Paths are those
 * of the API without base path, or whole URLs as in {@code next}. Immutable: each {@code with...}
 * method returns a new client.
 */
public final class ApiClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String base;
  private final @Nullable String authorization;

  private ApiClient(String base, @Nullable String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  /** An anonymous client of the service at a local port. */
  public static ApiClient at(int port) {
    return at("localhost", port);
  }

  /** An anonymous client of a service at another address. */
  public static ApiClient at(String host, int port) {
    return new ApiClient("http://%s:%d/api/v1".formatted(host, port), null);
  }

  /** A client with a token that the service issues for the API key. */
  public ApiClient withKey(String key) {
    return withToken(withAuthorization("Token " + key).get("/auth/token").text("tokenValue"));
  }

  public ApiClient withToken(String token) {
    return withAuthorization("Bearer " + token);
  }

  public ApiClient withAuthorization(String header) {
    return new ApiClient(base, header);
  }

  /** The same service, called without {@code /api/v1}. */
  public ApiClient withoutBasePath() {
    return new ApiClient(base.replace("/api/v1", ""), authorization);
  }

  /** The token of this client. */
  public String token() {
    if (authorization == null) {
      throw new IllegalStateException("an anonymous client has no token");
    }
    return authorization.replace("Bearer ", "");
  }

  public ApiResponse get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  /** The body of a plain text response; "" if the request is refused. */
  public String plain(String path) {
    HttpResponse<String> response = exchange(request("GET", path, BodyPublishers.noBody()).build());
    return response.statusCode() == 200 ? response.body() : "";
  }

  /** Opens an event stream; headers are given as name, value, name, value. */
  public EventStreamReader events(String path, String... headers) {
    HttpRequest.Builder request = request("GET", path, BodyPublishers.noBody());
    request.setHeader("Accept", "text/event-stream");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    HttpRequest sent = request.build();
    return new EventStreamReader(
        sent.uri().getRawPath(), exchange(sent, BodyHandlers.ofInputStream()));
  }

  public ApiResponse delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  public ApiResponse post(String path, String json) {
    return send("POST", path, BodyPublishers.ofString(json));
  }

  public ApiResponse put(String path, String json) {
    return send("PUT", path, BodyPublishers.ofString(json));
  }

  public ApiResponse patch(String path, String json) {
    return send("PATCH", path, BodyPublishers.ofString(json));
  }

  /** Every item of a list, page by page until there is no {@code next}. */
  public List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    String next = path;
    while (!next.isEmpty()) {
      ApiResponse page = get(next);
      page.body().path("items").forEach(items::add);
      next = page.text("next");
    }
    return items;
  }

  /** Sends a request with any body; headers are given as name, value, name, value. */
  public ApiResponse send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = request(method, path, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return apiResponse(exchange(request.build()));
  }

  /** The status of a response that may never end: its body is not read. */
  public int status(String path) {
    HttpRequest request = request("GET", path, BodyPublishers.noBody()).build();
    try {
      HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String method, String path, BodyPublisher body) {
    URI uri = URI.create(path.startsWith("http") ? path : base + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
    request.setHeader("Content-Type", "application/json");
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    return request;
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    return checked(request, exchange(request, BodyHandlers.ofString()));
  }

  private static <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body) {
    try {
      return HTTP.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> checked(HttpRequest request, HttpResponse<String> response) {
    ResponseCheck.ofRepository()
        .check(
            new ResponseCheck.Response(
                request.method(),
                request.uri().getRawPath(),
                response.statusCode(),
                response.headers().map().keySet(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body()));
    return response;
  }

  private static ApiResponse apiResponse(HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode body =
        type.contains("json") && !response.body().isEmpty()
            ? JSON.readTree(response.body())
            : MissingNode.getInstance();
    return new ApiResponse(response.statusCode(), body, response.headers());
  }
}
