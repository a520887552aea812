package org.openhtc.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Sends the output of a container in the frames of the Docker API. */
final class ContainerLogs {
  private static final String TYPE = "application/vnd.docker.multiplexed-stream";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private ContainerLogs() {}

  static void send(Exchange exchange, SimulatedContainer container) {
    Instant since = since(exchange.call().parameter("since"));
    ByteBuf frames = exchange.client().alloc().buffer();
    container.starts.forEach(started -> write(container, started, since, frames));
    exchange.respond(200, TYPE, frames);
  }

  /** Each line is printed a microsecond after the one before. */
  private static void write(
      SimulatedContainer container, Instant started, Instant since, ByteBuf frames) {
    List<String> lines = container.program.afterStart().prints();
    int stream = container.program.refusal() == null ? STDOUT : STDERR;
    for (int index = 0; index < lines.size(); index++) {
      Instant stamp = started.plusNanos(1000L * index);
      if (!stamp.isBefore(since)) {
        frame(stream, STAMP.format(stamp) + " " + lines.get(index) + "\n", frames);
      }
    }
  }

  private static void frame(int stream, String text, ByteBuf frames) {
    frames.writeByte(stream).writeMedium(0);
    int length = frames.writerIndex();
    frames.writeInt(0);
    frames.setInt(length, ByteBufUtil.writeUtf8(frames, text));
  }

  private static Instant since(String seconds) {
    if (seconds.isEmpty()) {
      return Instant.EPOCH;
    }
    BigDecimal since = new BigDecimal(seconds);
    return Instant.ofEpochSecond(0, since.movePointRight(9).longValue());
  }
}
