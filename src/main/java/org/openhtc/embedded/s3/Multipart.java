package org.openhtc.embedded.s3;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.blob.BlobInfo;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.Draft;
import org.openhtc.embedded.blob.OpenBlob;
import org.openhtc.embedded.blob.Upload;
import org.openhtc.embedded.blob.UploadedPart;
import org.openhtc.embedded.http.ByteRange;
import org.openhtc.embedded.http.KeyWriter;
import org.openhtc.embedded.http.QueryParameters;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.S3Response;
import org.openhtc.embedded.http.Xml;
import org.openhtc.embedded.s3.ObjectBody.Received;
import org.openhtc.embedded.s3.StoreMemory.Reservation;
import org.openhtc.embedded.signature.StoreScope;

/** Multipart uploads until their completion. */
final class Multipart {
  /** What the client declared at the beginning; not headers of the object. */
  static final String ALGORITHM = "upload-checksum-algorithm";

  static final String TYPE = "upload-checksum-type";
  private static final int MOST_PARTS = 10_000;
  private static final int LARGEST_PAGE = 1000;

  private final Blobs blobs;
  private final ObjectWrites writes;

  Multipart(Blobs blobs, ObjectWrites writes) {
    this.blobs = blobs;
    this.writes = writes;
  }

  void begin(S3Request request, S3Response response) throws IOException {
    Map<String, String> attributes = ObjectHeaders.of(request);
    String name = request.header("x-amz-checksum-algorithm");
    if (name != null) {
      ChecksumAlgorithm algorithm =
          ChecksumAlgorithm.named(name)
              .orElseThrow(
                  () -> S3Error.invalidRequest("Checksum algorithm provided is unsupported."));
      String type = type(request, algorithm);
      attributes.put(ALGORITHM, algorithm.name());
      attributes.put(TYPE, type);
      response.header("x-amz-checksum-algorithm", algorithm.name());
      response.header(Checksums.TYPE_HEADER, type);
    }
    String id = begin(request.key(), attributes);
    Xml xml = Xml.document("InitiateMultipartUploadResult").element("Bucket", request.bucket());
    response.xml(200, xml.element("Key", request.key()).element("UploadId", id));
  }

  /** An upload is a directory with a file that describes it. */
  private String begin(String key, Map<String, String> attributes) throws IOException {
    try (Reservation directory = writes.takePart(key, 0);
        Reservation description = writes.takeSpace(key, 0, attributes);
        WriteSpace space = writes.beginWrite(0)) {
      return blobs.uploads().begin(key, attributes);
    }
  }

  void part(S3Request request, ObjectBody body, S3Response response) throws IOException {
    Upload upload = find(request);
    int number = number(request);
    try (Reservation ofProject = writes.takePart(upload.key(), body.length());
        WriteSpace space = writes.beginWrite(body.length());
        Draft draft = blobs.draft()) {
      Received received = body.copyTo(space.into(draft.output()));
      store(upload, number, draft, received.md5(), received.checksums());
      response.headers(received.checksums()).etag(received.md5()).empty(200);
    }
  }

  void copyPart(S3Request request, StoreScope scope, S3Response response) throws IOException {
    CopySource source = CopySource.of(request);
    source.checkReadable(scope);
    Upload upload = find(request);
    int number = number(request);
    try (OpenBlob blob = source.open(request, blobs)) {
      long size = blob.info().size();
      ByteRange part = ByteRange.of(request.header("x-amz-copy-source-range"), size);
      copyPart(upload, number, blob, part == null ? new ByteRange(0, size) : part, response);
    }
  }

  private void copyPart(
      Upload upload, int number, OpenBlob blob, ByteRange range, S3Response response)
      throws IOException {
    try (Reservation ofProject = writes.takePart(upload.key(), range.length());
        WriteSpace space = writes.beginWrite(range.length());
        Draft draft = blobs.draft()) {
      Copying copying = new Copying(ChecksumAlgorithm.named(upload.attributes().get(ALGORITHM)));
      copying.copy(blob.range(range.first(), range.length()), space.into(draft.output()));
      String etag = copying.md5();
      Map<String, String> checksums = new LinkedHashMap<>(copying.checksums());
      checksums.remove(Checksums.TYPE_HEADER);
      store(upload, number, draft, etag, checksums);
      Xml xml = Xml.document("CopyPartResult").element("ETag", "\"" + etag + "\"");
      xml.element("LastModified", S3Response.iso(blobs.now()));
      response.xml(200, xml);
    }
  }

  void list(S3Request request, S3Response response) throws IOException {
    Upload upload = find(request);
    QueryParameters query = request.query();
    int after = query.number("part-number-marker", 0, 999_999_999);
    int most = Math.min(query.number("max-parts", LARGEST_PAGE, 999_999_999), LARGEST_PAGE);
    List<Integer> rest =
        blobs.uploads().numbers(upload).stream().filter(number -> number > after).toList();
    List<Integer> numbers = rest.subList(0, Math.min(most, rest.size()));
    List<UploadedPart> page = blobs.uploads().parts(upload, numbers);
    KeyWriter keys = KeyWriter.of(query);
    Xml xml = Xml.document("ListPartsResult").element("Bucket", request.bucket());
    keys.write(xml, "Key", upload.key());
    xml.element("UploadId", upload.id()).element("StorageClass", "STANDARD");
    xml.element("PartNumberMarker", after).element("MaxParts", most);
    xml.element("NextPartNumberMarker", numbers.isEmpty() ? after : numbers.getLast());
    xml.element("IsTruncated", numbers.size() < rest.size());
    for (UploadedPart part : page) {
      write(xml, part);
    }
    response.xml(200, xml);
  }

  void abort(S3Request request, S3Response response) throws IOException {
    blobs.uploads().end(find(request));
    response.empty(204);
  }

  /**
   * The open upload that the request names.
   *
   * @throws S3Error when its id was not issued for this key, or it has ended
   */
  Upload find(S3Request request) throws IOException {
    return blobs
        .uploads()
        .find(request.query().get("uploadId", ""), request.key())
        .orElseThrow(S3Error::noSuchUpload);
  }

  private void store(
      Upload upload, int number, Draft draft, String etag, Map<String, String> checksums)
      throws IOException {
    if (!blobs.uploads().store(upload, number, draft, etag, checksums)) {
      throw S3Error.noSuchUpload();
    }
  }

  private static String type(S3Request request, ChecksumAlgorithm algorithm) {
    String standard =
        algorithm == ChecksumAlgorithm.CRC64NVME ? Checksums.FULL : Checksums.COMPOSITE;
    String type = request.header(Checksums.TYPE_HEADER, standard).toUpperCase(Locale.ROOT);
    boolean isKnown = type.equals(Checksums.FULL) || type.equals(Checksums.COMPOSITE);
    if (!isKnown || (type.equals(Checksums.FULL) && !algorithm.isForWholeObjects())) {
      throw S3Error.invalidRequest(
          "The checksum type %s is not supported for %s.".formatted(type, algorithm));
    }
    return type;
  }

  private static int number(S3Request request) {
    int number = request.query().number("partNumber", 0, MOST_PARTS);
    if (number == 0) {
      throw S3Error.invalid("Part number must be an integer between 1 and 10000, inclusive");
    }
    return number;
  }

  private static void write(Xml xml, UploadedPart part) {
    BlobInfo info = part.info();
    xml.open("Part").element("PartNumber", part.number());
    xml.element("LastModified", S3Response.iso(info.modified()));
    xml.element("ETag", "\"" + info.etag() + "\"").element("Size", info.size());
    @Nullable Checksums stored = Checksums.of(info.attributes());
    if (stored != null) {
      xml.element(stored.algorithm().element(), stored.value());
    }
    xml.close();
  }
}
