package org.openhtc.embedded.s3;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.blob.BlobInfo;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.OpenBlob;
import org.openhtc.embedded.http.ByteRange;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.S3Response;
import org.openhtc.embedded.http.Xml;

/** Reads objects and what is known about them. */
final class ObjectReads {
  /** Query parameters that replace response headers. */
  private static final List<String> OVERRIDES =
      List.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  private final Blobs blobs;

  ObjectReads(Blobs blobs) {
    this.blobs = blobs;
  }

  /** GET and HEAD. */
  void read(S3Request request, S3Response response) throws IOException {
    try (OpenBlob blob = open(request)) {
      BlobInfo info = blob.info();
      if (!Conditions.checkRead(request, "", info)) {
        response.etag(info.etag()).modified(info.modified()).empty(304);
        return;
      }
      ByteRange range = ByteRange.of(request.header("range"), info.size());
      describe(request, response, info, range != null);
      if (range == null) {
        response.content(200, info.size(), blob.content());
      } else {
        response.header("Content-Range", range.header(info.size()));
        response.content(206, range.length(), blob.range(range.first(), range.length()));
      }
    }
  }

  void attributes(S3Request request, S3Response response) throws IOException {
    try (OpenBlob blob = open(request)) {
      BlobInfo info = blob.info();
      Xml xml = Xml.document("GetObjectAttributesResponse").element("ETag", info.etag());
      Checksums stored = Checksums.of(info.attributes());
      if (stored != null) {
        xml.open("Checksum");
        stored.write(xml);
        xml.close();
      }
      xml.element("StorageClass", "STANDARD").element("ObjectSize", info.size());
      response.modified(info.modified()).xml(200, xml);
    }
  }

  void acl(S3Request request, S3Response response) throws IOException {
    open(request).close();
    Xml xml = Xml.document("AccessControlPolicy");
    xml.open("Owner").element("ID", "openhtc").close().open("AccessControlList").open("Grant");
    xml.open("Grantee").element("ID", "openhtc").close().element("Permission", "FULL_CONTROL");
    response.xml(200, xml);
  }

  /** Objects have no tags; tools that copy objects read them. */
  void tagging(S3Request request, S3Response response) throws IOException {
    open(request).close();
    response.xml(200, Xml.document("Tagging").open("TagSet"));
  }

  /** The caller must close it. */
  OpenBlob open(S3Request request) throws IOException {
    String version = request.query().nonEmpty("versionId");
    if (version != null && !version.equals("null")) {
      throw S3Error.of(404, "NoSuchVersion", "The specified version does not exist.");
    }
    return blobs.read(request.key()).orElseThrow(S3Error::noSuchKey);
  }

  private static void describe(
      S3Request request, S3Response response, BlobInfo info, boolean isPart) {
    response.etag(info.etag()).modified(info.modified()).header("Accept-Ranges", "bytes");
    boolean wantsChecksum = "ENABLED".equalsIgnoreCase(request.header("x-amz-checksum-mode"));
    for (Map.Entry<String, String> attribute : info.attributes().entrySet()) {
      boolean isChecksum = attribute.getKey().startsWith(ChecksumAlgorithm.HEADER_PREFIX);
      if (!isChecksum || (wantsChecksum && !isPart)) {
        response.header(attribute.getKey(), attribute.getValue());
      }
    }
    for (String header : OVERRIDES) {
      @Nullable String value = request.query().nonEmpty("response-" + header);
      if (value != null) {
        response.header(header, value);
      }
    }
  }
}
