package org.openhtc.embedded.s3;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.S3Response;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.embedded.http.Xml;
import org.openhtc.embedded.s3.RequestShares.Share;
import org.openhtc.embedded.signature.SignatureCheck;
import org.openhtc.embedded.signature.SignatureCheck.Authenticated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles requests: first the signature, then the limits, then the operation. */
final class S3Servlet extends HttpServlet {
  private static final Logger log = LoggerFactory.getLogger(S3Servlet.class);

  /** How much of a refused body is read, so that the client gets to read the response. */
  private static final long LONGEST_REST = 16L << 20;

  private static final Duration LONGEST_WAIT_FOR_REST = Duration.ofSeconds(2);

  private final transient SignatureCheck authenticator;
  private final transient S3Operations operations;
  private final transient RequestShares shares;
  private final transient StoreLimits limits;
  private final transient AccessLog accessLog;

  S3Servlet(
      SignatureCheck authenticator,
      S3Operations operations,
      StoreLimits limits,
      AccessLog accessLog) {
    this.authenticator = authenticator;
    this.operations = operations;
    this.shares = new RequestShares(limits);
    this.limits = limits;
    this.accessLog = accessLog;
  }

  @Override
  protected void service(HttpServletRequest servletRequest, HttpServletResponse servletResponse)
      throws IOException {
    Exchange exchange = new Exchange(servletRequest, servletResponse);
    try {
      exchange.perform();
    } catch (S3Error e) {
      exchange.refuse(e);
    } catch (IOException | RuntimeException e) {
      exchange.fail(e);
    } finally {
      exchange.record();
    }
  }

  /** One request and its response. */
  private final class Exchange {
    private final HttpServletRequest servletRequest;
    private final HttpServletResponse servletResponse;
    private final S3Response response;
    private final String id = UUID.randomUUID().toString();
    private final long started = System.nanoTime();
    private Operation operation = Operation.UNKNOWN;
    private @Nullable Authenticated caller;
    private @Nullable String error;

    Exchange(HttpServletRequest request, HttpServletResponse response) {
      this.servletRequest = request;
      this.servletResponse = response;
      this.response = new S3Response(response, request.getMethod().equals("HEAD"), limits);
      this.response.header("x-amz-request-id", id);
    }

    void perform() throws IOException {
      S3Request request = new S3Request(servletRequest, id);
      operation = Operation.of(request);
      Authenticated authenticated = authenticator.authenticate(request);
      caller = authenticated;
      try (Share share = shares.begin(authenticated.access())) {
        operations.perform(operation, request, authenticated, response);
      }
    }

    void refuse(S3Error refusal) throws IOException {
      error = refusal.code();
      if (response.isCommitted()) {
        throw new IOException(refusal.text()); // the connection is closed
      }
      servletResponse.reset();
      response.header("x-amz-request-id", id);
      boolean hasRest =
          servletRequest.getContentLengthLong() != 0 && !refusal.code().equals("RequestTimeout");
      boolean isWaiting = servletRequest.getHeader("Expect") != null;
      if (hasRest) {
        response.header("Connection", "close");
      }
      if (hasRest && isWaiting) {
        // boto3 does not understand Tomcat's error responses before "100 Continue", because they
        // have no reason phrase.
        skipRest();
      }
      Xml xml = Xml.error().element("Code", refusal.code()).element("Message", refusal.text());
      response.xml(refusal.status(), xml.element("RequestId", id));
      servletResponse.flushBuffer();
      if (hasRest && !isWaiting) {
        skipRest();
      }
    }

    void fail(Exception problem) throws IOException {
      if (response.isCommitted() || isOfClient(problem)) {
        error = "ConnectionClosed";
        throw problem instanceof IOException e ? e : new IOException(problem);
      }
      log.error("The object store failed to perform {} for request {}", operation, id, problem);
      refuse(S3Error.of(500, "InternalError", "We encountered an internal error."));
    }

    /** The client closed the connection. */
    private boolean isOfClient(Exception problem) {
      return problem instanceof org.apache.catalina.connector.ClientAbortException
          || problem instanceof java.io.EOFException
          || problem instanceof java.net.SocketException;
    }

    private void skipRest() {
      try {
        InputStream body = servletRequest.getInputStream();
        byte[] buffer = new byte[16 << 10];
        long end = System.nanoTime() + LONGEST_WAIT_FOR_REST.toNanos();
        long left = LONGEST_REST;
        while (left > 0 && System.nanoTime() < end) {
          int count = body.read(buffer);
          if (count < 0) {
            return;
          }
          left -= count;
        }
      } catch (IOException | RuntimeException e) {
        log.debug("The client closed the connection of request {}", id);
      }
    }

    void record() {
      Authenticated known = caller;
      accessLog.add(
          new AccessLog.Entry(
              id,
              servletRequest.getRemoteAddr(),
              known == null ? null : known.access().accessKey(),
              known == null ? null : known.access().owner(),
              operation.name(),
              servletRequest.getMethod() + " " + servletRequest.getRequestURI(),
              response.status(),
              error,
              Math.max(0, servletRequest.getContentLengthLong()),
              response.sent(),
              Duration.ofNanos(System.nanoTime() - started)));
    }
  }
}
