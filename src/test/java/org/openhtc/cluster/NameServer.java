package org.openhtc.cluster;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

/** A name server over UDP that knows IPv4 addresses, and refers to no other server. */
final class NameServer implements AutoCloseable {
  private static final int PORT = 53;
  private static final int LONGEST_MESSAGE = 512;
  private static final int HEADER = 12;
  private static final short IPV4_ADDRESS = 1;
  private static final short INTERNET = 1;
  private static final short AUTHORITATIVE_RESPONSE = (short) 0x8580;
  private static final short NO_SUCH_NAME = 3;

  /** The name in a record is that of the question, at its place in the message. */
  private static final short NAME_OF_QUESTION = (short) (0xC000 | HEADER);

  private final DatagramSocket socket;
  private final Map<String, String> addresses;

  private NameServer(DatagramSocket socket, Map<String, String> addresses) {
    this.socket = socket;
    this.addresses = addresses;
  }

  /**
   * Listens on an address of this machine.
   *
   * @param addresses by name; may change
   */
  static NameServer at(String address, Map<String, String> addresses) throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, PORT));
    NameServer server = new NameServer(socket, addresses);
    Thread.ofVirtual().start(server::respond);
    return server;
  }

  private void respond() {
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(new byte[LONGEST_MESSAGE], LONGEST_MESSAGE);
      try {
        socket.receive(packet);
        byte[] response = response(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
      } catch (IOException closedOrLost) {
        // a client repeats its query
      }
    }
  }

  private byte[] response(ByteBuffer query) throws IOException {
    short id = query.getShort();
    query.position(HEADER);
    String address = addresses.get(name(query));
    boolean isForIpv4 = query.getShort() == IPV4_ADDRESS;
    query.position(query.position() + Short.BYTES);
    ByteBuffer response = ByteBuffer.allocate(LONGEST_MESSAGE);
    putHeader(response, id, address != null, address != null && isForIpv4);
    response.put(query.array(), HEADER, query.position() - HEADER);
    if (address != null && isForIpv4) {
      putRecord(response, address);
    }
    byte[] message = new byte[response.position()];
    response.flip().get(message);
    return message;
  }

  /** Each part of a name follows its length; the last length is 0. */
  private static String name(ByteBuffer query) {
    StringJoiner name = new StringJoiner(".");
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] part = new byte[length];
      query.get(part);
      name.add(new String(part, StandardCharsets.US_ASCII));
    }
    return name.toString();
  }

  private static void putHeader(ByteBuffer response, short id, boolean isKnown, boolean hasRecord) {
    response.putShort(id);
    response.putShort((short) (AUTHORITATIVE_RESPONSE | (isKnown ? 0 : NO_SUCH_NAME)));
    response.putShort((short) 1).putShort((short) (hasRecord ? 1 : 0)).putInt(0);
  }

  private static void putRecord(ByteBuffer response, String address) throws IOException {
    byte[] bytes = InetAddress.getByName(address).getAddress();
    response.putShort(NAME_OF_QUESTION).putShort(IPV4_ADDRESS).putShort(INTERNET).putInt(0);
    response.putShort((short) bytes.length).put(bytes);
  }

  @Override
  public void close() {
    socket.close();
  }
}
