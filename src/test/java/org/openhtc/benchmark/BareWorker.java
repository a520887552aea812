package org.openhtc.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs one container after another on one connection. */
final class BareWorker extends SimpleChannelInboundHandler<FullHttpResponse> {
  private static final String RUN = UUID.randomUUID().toString();

  /** About as long as the specification of a job. */
  private static final String BODY =
      """
      {"Image":"%s","Cmd":["true"],
       "Labels":{"org.openhtc.installation":"RUN","org.openhtc.host":"bare","org.openhtc.job":"%d",
         "org.openhtc.attempt":"1"},
       "Env":["OPENHTC_TOKEN=%s","OPENHTC_API=http://127.0.0.1:8080/api/v1","RESCALE_HTC_TASK=RUN"],
       "HostConfig":{"NetworkMode":"bridge","CpuPeriod":100000,"CpuQuota":100000,"Memory":67108864,
         "MemorySwap":67108864,"PidsLimit":4096,"Init":true,"CapDrop":["ALL"],
         "SecurityOpt":["no-new-privileges"],"IpcMode":"private","CgroupnsMode":"private",
         "LogConfig":{"Type":"local","Config":{"max-size":"9437184","max-file":"2"}}}}
      """
          .replace("RUN", RUN);

  private static final String TOKEN = "t".repeat(600);

  private enum Step {
    CREATE,
    START,
    RUN,
    LOGS,
    DELETE
  }

  private final BareClient client;
  private final BareHost host;
  private final String image;
  private @Nullable ChannelHandlerContext engine;
  private Step step = Step.DELETE;
  private String id = "";
  private boolean hasEnded;

  BareWorker(BareClient client, BareHost host, String image) {
    this.client = client;
    this.host = host;
    this.image = image;
  }

  @Override
  public void channelActive(ChannelHandlerContext connection) {
    engine = connection;
    create();
  }

  private void create() {
    int job = client.takeJob();
    if (job >= 0) {
      step = Step.CREATE;
      hasEnded = false;
      String name = "bare-" + RUN + "-" + job;
      send(HttpMethod.POST, "/containers/create?name=" + name, BODY.formatted(image, job, TOKEN));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext connection, FullHttpResponse response) {
    if (response.status().code() >= 300) {
      String body = response.content().toString(StandardCharsets.UTF_8);
      client.failed(new IllegalStateException(step + ": " + response.status() + " " + body));
      return;
    }
    switch (step) {
      case CREATE -> start(response.content().toString(StandardCharsets.US_ASCII));
      case START -> started();
      case RUN -> throw new IllegalStateException("a response without a request");
      case LOGS -> {
        step = Step.DELETE;
        send(HttpMethod.DELETE, "/containers/" + id + "?v=1&force=1", "");
      }
      case DELETE -> {
        client.jobEnded();
        create();
      }
    }
  }

  /** Called with the body {@code {"Id":"...",...}} */
  private void start(String created) {
    int begin = created.indexOf(':') + 2;
    id = created.substring(begin, created.indexOf('"', begin));
    host.watch(id, this);
    step = Step.START;
    send(HttpMethod.POST, "/containers/" + id + "/start", "");
  }

  private void started() {
    step = Step.RUN;
    if (hasEnded) {
      readLog();
    }
  }

  /** May be called before the response to the start. */
  void containerEnded() {
    hasEnded = true;
    if (step == Step.RUN) {
      readLog();
    }
  }

  private void readLog() {
    step = Step.LOGS;
    send(HttpMethod.GET, "/containers/" + id + "/logs?stdout=1&stderr=1&timestamps=1", "");
  }

  private void send(HttpMethod method, String path, String body) {
    ChannelHandlerContext open = engine;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    ByteBuf content =
        body.isEmpty() ? Unpooled.EMPTY_BUFFER : ByteBufUtil.writeUtf8(open.alloc(), body);
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path, content);
    request
        .headers()
        .set(HttpHeaderNames.HOST, "engine")
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    var _ = open.writeAndFlush(request);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
    client.failed(cause);
  }
}
