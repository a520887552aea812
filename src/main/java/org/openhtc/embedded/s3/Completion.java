package org.openhtc.embedded.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.blob.BlobInfo;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.Draft;
import org.openhtc.embedded.blob.OpenBlob;
import org.openhtc.embedded.blob.Upload;
import org.openhtc.embedded.blob.UploadedPart;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.S3Response;
import org.openhtc.embedded.http.Xml;
import org.openhtc.embedded.http.XmlBody;
import org.openhtc.embedded.http.XmlBody.Element;
import org.openhtc.embedded.signature.Hashes;

/** Makes one object of the parts of an upload. */
final class Completion {
  private static final int MOST_PARTS = 10_000;
  private static final long SMALLEST_PART = 5L << 20;

  private final Blobs blobs;
  private final Multipart uploads;
  private final ObjectWrites writes;

  Completion(Blobs blobs, Multipart uploads, ObjectWrites writes) {
    this.blobs = blobs;
    this.uploads = uploads;
    this.writes = writes;
  }

  /** A retry of a completion whose response was lost gets the same response again. */
  void complete(S3Request request, byte[] body, S3Response response) throws IOException {
    List<Element> named = XmlBody.parse(body, "CompleteMultipartUpload", MOST_PARTS).elements();
    Lock lock = blobs.uploads().lock(request.query().get("uploadId", ""));
    lock.lock();
    try {
      Optional<BlobInfo> earlier = completedBefore(request, named);
      if (earlier.isPresent()) {
        respond(request, earlier.get().etag(), Checksums.of(earlier.get().attributes()), response);
        return;
      }
      Upload upload = uploads.find(request);
      blobs.check(upload.key(), Conditions.ofWrite(request));
      List<UploadedPart> parts = chosen(upload, named);
      try (WriteSpace space = writes.beginWrite(checkedSize(request, parts))) {
        store(request, upload, parts, space, response);
      }
      blobs.uploads().end(upload);
    } finally {
      lock.unlock();
    }
  }

  private void store(
      S3Request request,
      Upload upload,
      List<UploadedPart> parts,
      WriteSpace space,
      S3Response response)
      throws IOException {
    Optional<ChecksumAlgorithm> algorithm =
        ChecksumAlgorithm.named(upload.attributes().get(Multipart.ALGORITHM));
    boolean isFull = Checksums.FULL.equals(upload.attributes().get(Multipart.TYPE));
    Copying copying = new Copying(isFull ? algorithm : Optional.empty());
    try (Draft draft = blobs.draft()) {
      OutputStream whole = space.into(draft.output());
      for (UploadedPart part : parts) {
        try (OpenBlob content = blobs.uploads().read(upload, part.number())) {
          copying.copy(content.content(), whole);
        }
      }
      Map<String, String> attributes = new LinkedHashMap<>(upload.attributes());
      attributes.remove(Multipart.ALGORITHM);
      attributes.remove(Multipart.TYPE);
      attributes.putAll(
          algorithm.isPresent() && !isFull
              ? composite(algorithm.get(), parts)
              : copying.checksums());
      checkDeclared(request, Checksums.of(attributes));
      String etag = etag(parts.stream().map(p -> p.info().etag()).toList());
      blobs.store(draft, upload.key(), etag, attributes, Conditions.ofWrite(request));
      respond(request, etag, Checksums.of(attributes), response);
    }
  }

  private static void respond(
      S3Request request, String etag, @Nullable Checksums checksums, S3Response response)
      throws IOException {
    Xml xml = Xml.document("CompleteMultipartUploadResult");
    xml.element("Location", "http://%s%s".formatted(request.header("host", ""), request.path()));
    xml.element("Bucket", request.bucket()).element("Key", request.key());
    xml.element("ETag", "\"" + etag + "\"");
    if (checksums != null) {
      checksums.write(xml);
    }
    response.xml(200, xml);
  }

  /** The object that exactly these parts made, if the upload has ended. */
  private Optional<BlobInfo> completedBefore(S3Request request, List<Element> named)
      throws IOException {
    String id = request.query().get("uploadId", "");
    if (named.isEmpty() || blobs.uploads().find(id, request.key()).isPresent()) {
      return Optional.empty();
    }
    List<String> etags = named.stream().map(Completion::etagOf).toList();
    if (!etags.stream().allMatch(etag -> etag.matches("[0-9a-f]{32}"))) {
      return Optional.empty();
    }
    try (OpenBlob present = blobs.read(request.key()).orElse(null)) {
      return Optional.ofNullable(present)
          .map(OpenBlob::info)
          .filter(info -> info.etag().equals(etag(etags)));
    }
  }

  /** The parts that the request names, in their order. */
  private List<UploadedPart> chosen(Upload upload, List<Element> named) throws IOException {
    Map<Integer, UploadedPart> uploaded =
        blobs.uploads().parts(upload, blobs.uploads().numbers(upload)).stream()
            .collect(Collectors.toMap(UploadedPart::number, Function.identity()));
    List<UploadedPart> chosen = new ArrayList<>();
    for (Element element : named) {
      String number = element.texts().getOrDefault("PartNumber", "").strip();
      UploadedPart part =
          number.matches("[0-9]{1,5}") ? uploaded.get(Integer.valueOf(number)) : null;
      if (part == null || !part.info().etag().equals(etagOf(element))) {
        throw invalidPart();
      }
      if (!chosen.isEmpty() && chosen.getLast().number() >= part.number()) {
        throw S3Error.of(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
      }
      checkChecksum(element, part);
      chosen.add(part);
    }
    if (chosen.isEmpty()) {
      throw S3Error.malformedXml();
    }
    return chosen;
  }

  private static void checkChecksum(Element element, UploadedPart part) {
    Checksums stored = Checksums.of(part.info().attributes());
    String declared = stored == null ? null : element.texts().get(stored.algorithm().element());
    if (stored != null && declared != null && !declared.strip().equals(stored.value())) {
      throw invalidPart();
    }
  }

  private static long checkedSize(S3Request request, List<UploadedPart> parts) {
    long size = 0;
    for (UploadedPart part : parts) {
      if (part != parts.getLast() && part.info().size() < SMALLEST_PART) {
        throw S3Error.of(
            400,
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size of a part, 5 MiB.");
      }
      size += part.info().size();
    }
    String declared = request.header("x-amz-mp-object-size");
    if (declared != null && !declared.equals(Long.toString(size))) {
      throw S3Error.invalidRequest("x-amz-mp-object-size is not the size of the parts.");
    }
    return size;
  }

  private static void checkDeclared(S3Request request, @Nullable Checksums actual) {
    String declared = actual == null ? null : request.header(actual.algorithm().header());
    if (actual != null && declared != null && !declared.equals(actual.value())) {
      throw S3Error.of(
          400, "BadDigest", "The checksum you specified did not match the calculated checksum.");
    }
  }

  private static Map<String, String> composite(
      ChecksumAlgorithm algorithm, List<UploadedPart> parts) {
    ChecksumAlgorithm.Calculation whole = algorithm.start();
    for (UploadedPart part : parts) {
      String value = part.info().attributes().get(algorithm.header());
      if (value == null) {
        return Map.of();
      }
      byte[] bytes = Base64.getDecoder().decode(value);
      whole.update(bytes, 0, bytes.length);
    }
    String value = whole.base64() + "-" + parts.size();
    return new Checksums(algorithm, value, Checksums.COMPOSITE).headers();
  }

  private static String etag(List<String> partTags) {
    MessageDigest md5 = Hashes.digest("MD5");
    partTags.forEach(tag -> md5.update(HexFormat.of().parseHex(tag)));
    return HexFormat.of().formatHex(md5.digest()) + "-" + partTags.size();
  }

  private static String etagOf(Element part) {
    return part.texts().getOrDefault("ETag", "").strip().replace("\"", "");
  }

  private static S3Error invalidPart() {
    return S3Error.of(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found, or has another entity tag.");
  }
}
