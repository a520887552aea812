package org.openhtc.embedded.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.blob.BlobInfo;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.ListPage;
import org.openhtc.embedded.blob.ListQuery;
import org.openhtc.embedded.blob.Upload;
import org.openhtc.embedded.http.KeyWriter;
import org.openhtc.embedded.http.QueryParameters;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.S3Response;
import org.openhtc.embedded.http.Xml;

/** Lists objects, in both versions of the operation, and open uploads. */
final class Listings {
  private static final int LARGEST_PAGE = 1000;

  /** After each id of an upload, which consists of hexadecimal digits. */
  private static final String AFTER_ALL_IDS = "z";

  private final Blobs blobs;

  Listings(Blobs blobs) {
    this.blobs = blobs;
  }

  void objects(S3Request request, S3Response response) throws IOException {
    QueryParameters query = request.query();
    switch (query.get("list-type", "1")) {
      case "1" -> firstVersion(request, response);
      case "2" -> secondVersion(request, response);
      default -> throw S3Error.invalid("Invalid list-type");
    }
  }

  private void firstVersion(S3Request request, S3Response response) throws IOException {
    QueryParameters query = request.query();
    KeyWriter keys = KeyWriter.of(query);
    String marker = query.get("marker", "");
    ListQuery list = listQuery(query, marker);
    ListPage page = blobs.list(list);
    Xml xml = Xml.document("ListBucketResult").element("Name", request.bucket());
    keys.write(xml, "Prefix", list.prefix()).write(xml, "Marker", marker);
    describe(xml, keys, list, page);
    if (page.next() != null) {
      keys.write(xml, "NextMarker", page.next());
    }
    contents(xml, keys, page, true);
    response.xml(200, xml);
  }

  private void secondVersion(S3Request request, S3Response response) throws IOException {
    QueryParameters query = request.query();
    KeyWriter keys = KeyWriter.of(query);
    String token = query.nonEmpty("continuation-token");
    String startAfter = query.get("start-after", "");
    ListQuery list = listQuery(query, token == null ? startAfter : decode(token));
    ListPage page = blobs.list(list);
    Xml xml = Xml.document("ListBucketResult").element("Name", request.bucket());
    keys.write(xml, "Prefix", list.prefix());
    describe(xml, keys, list, page);
    xml.element("KeyCount", page.objects().size() + page.groups().size());
    if (!startAfter.isEmpty()) {
      keys.write(xml, "StartAfter", startAfter);
    }
    if (token != null) {
      xml.element("ContinuationToken", token);
    }
    if (page.next() != null) {
      xml.element("NextContinuationToken", encode(page.next()));
    }
    contents(xml, keys, page, query.get("fetch-owner", "").equals("true"));
    response.xml(200, xml);
  }

  void uploads(S3Request request, S3Response response) throws IOException {
    QueryParameters query = request.query();
    KeyWriter keys = KeyWriter.of(query);
    String prefix = query.get("prefix", "");
    int most = Math.min(query.number("max-uploads", LARGEST_PAGE, 999_999_999), LARGEST_PAGE);
    List<Upload> found = blobs.uploads().list(prefix, uploadMarker(query), most + 1);
    boolean isTruncated = found.size() > most;
    List<Upload> page = found.subList(0, Math.min(most, found.size()));
    Xml xml = Xml.document("ListMultipartUploadsResult").element("Bucket", request.bucket());
    keys.write(xml, "KeyMarker", query.get("key-marker", "")).write(xml, "Prefix", prefix);
    xml.element("UploadIdMarker", query.get("upload-id-marker", ""));
    xml.element("MaxUploads", most).element("IsTruncated", isTruncated);
    encodingType(xml, keys);
    if (isTruncated && !page.isEmpty()) {
      keys.write(xml, "NextKeyMarker", page.getLast().key());
      xml.element("NextUploadIdMarker", page.getLast().id());
    }
    for (Upload upload : page) {
      xml.open("Upload");
      keys.write(xml, "Key", upload.key());
      xml.element("UploadId", upload.id()).element("StorageClass", "STANDARD");
      xml.element("Initiated", S3Response.iso(blobs.uploads().begun(upload))).close();
    }
    response.xml(200, xml);
  }

  private static @Nullable Upload uploadMarker(QueryParameters query) {
    String key = query.nonEmpty("key-marker");
    String id = query.nonEmpty("upload-id-marker");
    return key == null
        ? null
        : new Upload(id == null ? AFTER_ALL_IDS : id, key, java.util.Map.of());
  }

  private static ListQuery listQuery(QueryParameters query, String after) {
    int most = Math.min(query.number("max-keys", LARGEST_PAGE, 999_999_999), LARGEST_PAGE);
    return new ListQuery(query.get("prefix", ""), query.get("delimiter", ""), after, most);
  }

  private static void describe(Xml xml, KeyWriter keys, ListQuery list, ListPage page) {
    if (!list.delimiter().isEmpty()) {
      keys.write(xml, "Delimiter", list.delimiter());
    }
    encodingType(xml, keys);
    xml.element("MaxKeys", list.limit()).element("IsTruncated", page.next() != null);
  }

  private static void encodingType(Xml xml, KeyWriter keys) {
    if (keys.isEncoding()) {
      xml.element("EncodingType", "url");
    }
  }

  private static void contents(Xml xml, KeyWriter keys, ListPage page, boolean withOwner) {
    for (BlobInfo object : page.objects()) {
      xml.open("Contents");
      keys.write(xml, "Key", object.key());
      xml.element("LastModified", S3Response.iso(object.modified()));
      xml.element("ETag", "\"" + object.etag() + "\"").element("Size", object.size());
      Checksums stored = Checksums.of(object.attributes());
      if (stored != null) {
        xml.element("ChecksumAlgorithm", stored.algorithm()).element("ChecksumType", stored.type());
      }
      if (withOwner) {
        xml.open("Owner").element("ID", "openhtc").element("DisplayName", "openhtc").close();
      }
      xml.element("StorageClass", "STANDARD").close();
    }
    for (String group : page.groups()) {
      xml.open("CommonPrefixes");
      keys.write(xml, "Prefix", group);
      xml.close();
    }
  }

  private static String encode(String next) {
    return Base64.getUrlEncoder().encodeToString(next.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Error.invalid("The continuation token provided is incorrect");
    }
  }
}
