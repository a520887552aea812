package org.openhtc.embedded.s3;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.blob.BlobInfo;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.Draft;
import org.openhtc.embedded.blob.OpenBlob;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.S3Response;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.embedded.http.Xml;
import org.openhtc.embedded.http.XmlBody;
import org.openhtc.embedded.http.XmlBody.Element;
import org.openhtc.embedded.s3.ObjectBody.Received;
import org.openhtc.embedded.s3.StoreMemory.Reservation;
import org.openhtc.embedded.signature.StoreScope;

/** Writes, copies and deletes objects. */
final class ObjectWrites {
  private static final int MOST_DELETIONS = 1000;

  private final Blobs blobs;
  private final DiskReserve disk;
  private final ProjectSpace projects;

  ObjectWrites(Blobs blobs, StoreLimits limits) {
    this.blobs = blobs;
    this.disk = new DiskReserve(blobs::usableSpace, limits.reservedSpace());
    this.projects = new ProjectSpace(blobs, limits.perProject(), System::nanoTime);
  }

  void put(S3Request request, ObjectBody body, S3Response response) throws IOException {
    Map<String, String> attributes = ObjectHeaders.of(request);
    var precondition = Conditions.ofWrite(request);
    try (Reservation ofProject = takeSpace(request.key(), body.length(), attributes);
        WriteSpace space = beginWrite(body.length());
        Draft draft = blobs.draft()) {
      Received received = body.copyTo(space.into(draft.output()));
      Map<String, String> checksums = new LinkedHashMap<>(received.checksums());
      if (!checksums.isEmpty()) {
        checksums.put(Checksums.TYPE_HEADER, Checksums.FULL);
      }
      attributes.putAll(checksums);
      blobs.store(draft, request.key(), received.md5(), attributes, precondition);
      response.headers(checksums).etag(received.md5()).empty(200);
    }
  }

  void copy(S3Request request, StoreScope scope, S3Response response) throws IOException {
    CopySource source = CopySource.of(request);
    source.checkReadable(scope);
    boolean replaces = "REPLACE".equalsIgnoreCase(request.header("x-amz-metadata-directive"));
    Map<String, String> replacement = ObjectHeaders.of(request);
    if (!replaces && source.key().equals(request.key())) {
      throw S3Error.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata.");
    }
    try (OpenBlob blob = source.open(request, blobs)) {
      copy(request, blob, replaces ? replacement : null, response);
    }
  }

  /**
   * @param replacement for the attributes of the source; null to keep them
   */
  private void copy(
      S3Request request,
      OpenBlob blob,
      @Nullable Map<String, String> replacement,
      S3Response response)
      throws IOException {
    BlobInfo info = blob.info();
    Map<String, String> attributes =
        new LinkedHashMap<>(replacement == null ? info.attributes() : replacement);
    try (Reservation ofProject = takeSpace(request.key(), info.size(), attributes);
        WriteSpace space = beginWrite(info.size());
        Draft draft = blobs.draft()) {
      Copying copying =
          new Copying(ChecksumAlgorithm.named(request.header("x-amz-checksum-algorithm")));
      copying.copy(blob.content(), space.into(draft.output()));
      if (!copying.checksums().isEmpty() || replacement != null) {
        attributes.keySet().removeIf(n -> n.startsWith(ChecksumAlgorithm.HEADER_PREFIX));
      }
      attributes.putAll(copying.checksums());
      String etag = copying.md5();
      blobs.store(draft, request.key(), etag, attributes, Conditions.ofWrite(request));
      Xml xml = Xml.document("CopyObjectResult").element("ETag", "\"" + etag + "\"");
      xml.element("LastModified", S3Response.iso(blobs.now()));
      Checksums stored = Checksums.of(attributes);
      if (stored != null) {
        stored.write(xml);
      }
      response.xml(200, xml);
    }
  }

  void delete(S3Request request, S3Response response) throws IOException {
    blobs.delete(request.key(), Conditions.ofWrite(request));
    response.empty(204);
  }

  /** Each key is checked on its own: a refusal concerns one key only. */
  void deleteMany(S3Request request, StoreScope scope, byte[] body, S3Response response)
      throws IOException {
    List<Element> elements = XmlBody.parse(body, "Delete", MOST_DELETIONS + 1).elements();
    boolean isQuiet =
        elements.stream()
            .anyMatch(e -> e.name().equals("Quiet") && e.text().strip().equals("true"));
    Xml xml = Xml.document("DeleteResult");
    for (Element element : elements) {
      if (element.name().equals("Object")) {
        deleteOne(request.bucket(), element, scope, isQuiet, xml);
      }
    }
    response.xml(200, xml);
  }

  private void deleteOne(String bucket, Element object, StoreScope scope, boolean isQuiet, Xml xml)
      throws IOException {
    String key = object.texts().getOrDefault("Key", "");
    try {
      scope.checkWrite(bucket, key);
      blobs.delete(key, Conditions.ofTag(object.texts().get("ETag")));
      if (!isQuiet) {
        xml.open("Deleted").element("Key", key).close();
      }
    } catch (S3Error e) {
      xml.open("Error").element("Key", key);
      xml.element("Code", e.code()).element("Message", e.text()).close();
    }
  }

  /**
   * Counts the space for the project of the key.
   *
   * @return to be closed at the end of the write
   */
  Reservation takeSpace(String key, long length, Map<String, String> attributes)
      throws IOException {
    long metadata =
        attributes.entrySet().stream()
            .mapToLong(attribute -> attribute.getKey().length() + attribute.getValue().length())
            .sum();
    return projects.take(key, length + key.length() + metadata);
  }

  /** As {@link #takeSpace} for a part of an upload. */
  Reservation takePart(String key, long length) throws IOException {
    return projects.takePart(key, length);
  }

  /** Begins to announce the space of a write on the disk. */
  WriteSpace beginWrite(long length) throws IOException {
    return disk.begin(length);
  }
}
