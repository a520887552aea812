package org.openhtc.embedded.blob;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The format of an object's file: the content, then the metadata, then the length of the metadata
 * and a mark. The metadata is at the end because entity tag and checksums are known only after the
 * content was received.
 */
final class BlobFile {
  private static final byte[] MARK = "OPENHTC1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MARK.length;

  /** More than the longest key and all headers of a request together. */
  private static final int MAX_METADATA = 256 << 10;

  private BlobFile() {}

  /** The bytes to append to the content. */
  static byte[] metadata(
      String key, String etag, Instant modified, Map<String, String> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(key);
      out.writeUTF(etag);
      out.writeLong(modified.toEpochMilli());
      out.writeInt(attributes.size());
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        out.writeUTF(attribute.getKey());
        out.writeUTF(attribute.getValue());
      }
      out.writeInt(out.size());
      out.write(MARK);
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is written to a device
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the metadata.
   *
   * @throws IOException also when the file is damaged
   */
  static BlobInfo read(FileChannel file) throws IOException {
    long end = file.size();
    ByteBuffer tail = bytes(file, end - TAIL, TAIL);
    int length = tail.getInt();
    byte[] mark = new byte[MARK.length];
    tail.get(mark);
    if (!java.util.Arrays.equals(mark, MARK) || length < 0 || length > MAX_METADATA) {
      throw new IOException("this file of the object store is damaged");
    }
    long size = end - TAIL - length;
    ByteBuffer metadata = bytes(file, size, length);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(metadata.array()))) {
      String key = in.readUTF();
      String etag = in.readUTF();
      Instant modified = Instant.ofEpochMilli(in.readLong());
      Map<String, String> attributes = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        attributes.put(in.readUTF(), in.readUTF());
      }
      return new BlobInfo(key, size, etag, modified, attributes);
    }
  }

  private static ByteBuffer bytes(FileChannel file, long position, int length) throws IOException {
    if (position < 0) {
      throw new IOException("this file of the object store is damaged");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("this file of the object store is damaged");
      }
    }
    return buffer.flip();
  }
}
