package org.openhtc.embedded.s3;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.S3Response;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.embedded.http.TransferLimit;
import org.openhtc.embedded.http.Xml;
import org.openhtc.embedded.s3.StoreMemory.Reservation;
import org.openhtc.embedded.signature.SignatureCheck.Authenticated;
import org.openhtc.embedded.signature.StoreScope;

/** Checks what an authenticated request may do, and does it. */
final class S3Operations {
  /** A request with 10,000 parts and their checksums needs less. */
  private static final long LARGEST_XML = 4L << 20;

  /** Bytes in memory for a byte of XML. */
  private static final int XML_FACTOR = 4;

  /** A page of keys that are all long. */
  private static final long LARGEST_PAGE = 4L << 20;

  private final StoreLimits limits;
  private final StoreMemory memory;
  private final ObjectReads reads;
  private final ObjectWrites writes;
  private final Listings listings;
  private final Multipart multipart;
  private final Completion completion;

  S3Operations(Blobs blobs, StoreLimits limits) {
    this.limits = limits;
    this.memory = new StoreMemory(limits.memory());
    this.reads = new ObjectReads(blobs);
    this.writes = new ObjectWrites(blobs, limits);
    this.listings = new Listings(blobs);
    this.multipart = new Multipart(blobs, writes);
    this.completion = new Completion(blobs, multipart, writes);
  }

  void perform(Operation operation, S3Request request, Authenticated caller, S3Response response)
      throws IOException {
    StoreScope scope = caller.access().scope();
    ObjectBody body = new ObjectBody(request, caller.payload(), limits);
    switch (operation) {
      case LIST_BUCKETS -> listBuckets(scope, response);
      case HEAD_BUCKET, GET_BUCKET_LOCATION, GET_BUCKET_VERSIONING ->
          describeBucket(operation, request, scope, response);
      case LIST_OBJECTS, LIST_MULTIPART_UPLOADS -> list(operation, request, caller, response);
      case GET_OBJECT, HEAD_OBJECT, GET_OBJECT_ACL, GET_OBJECT_TAGGING, GET_OBJECT_ATTRIBUTES ->
          read(operation, request, scope, response);
      case DELETE_OBJECTS -> {
        scope.checkBucket(request.bucket());
        try (Reservation reserved = reserve(caller, body)) {
          writes.deleteMany(request, scope, xml(body), response);
        }
      }
      case PUT_OBJECT,
          PUT_OBJECT_ACL,
          COPY_OBJECT,
          DELETE_OBJECT,
          CREATE_MULTIPART_UPLOAD,
          UPLOAD_PART,
          UPLOAD_PART_COPY,
          COMPLETE_MULTIPART_UPLOAD,
          ABORT_MULTIPART_UPLOAD,
          LIST_PARTS -> {
        scope.checkWrite(request.bucket(), request.key());
        write(operation, request, caller, body, response);
      }
      case CHANGE_BUCKET -> throw S3Error.denied();
      case UNKNOWN -> {
        scope.checkBucket(request.bucket());
        throw S3Error.notImplemented("this operation");
      }
    }
  }

  private void list(
      Operation operation, S3Request request, Authenticated caller, S3Response response)
      throws IOException {
    caller.access().scope().checkList(request.bucket(), request.query().get("prefix", ""));
    try (Reservation reserved = memory.reserve(caller.access().owner(), LARGEST_PAGE)) {
      if (operation == Operation.LIST_OBJECTS) {
        listings.objects(request, response);
      } else {
        listings.uploads(request, response);
      }
    }
  }

  private void read(Operation operation, S3Request request, StoreScope scope, S3Response response)
      throws IOException {
    scope.checkRead(request.bucket(), request.key());
    switch (operation) {
      case GET_OBJECT_ACL -> reads.acl(request, response);
      case GET_OBJECT_TAGGING -> reads.tagging(request, response);
      case GET_OBJECT_ATTRIBUTES -> reads.attributes(request, response);
      default -> reads.read(request, response);
    }
  }

  private void write(
      Operation operation,
      S3Request request,
      Authenticated caller,
      ObjectBody body,
      S3Response response)
      throws IOException {
    StoreScope scope = caller.access().scope();
    switch (operation) {
      case PUT_OBJECT -> writes.put(request, body, response);
      case COPY_OBJECT -> writes.copy(request, scope, response);
      case DELETE_OBJECT -> writes.delete(request, response);
      case CREATE_MULTIPART_UPLOAD -> multipart.begin(request, response);
      case UPLOAD_PART -> multipart.part(request, body, response);
      case UPLOAD_PART_COPY -> multipart.copyPart(request, scope, response);
      case LIST_PARTS -> {
        try (Reservation reserved = memory.reserve(caller.access().owner(), LARGEST_PAGE)) {
          multipart.list(request, response);
        }
      }
      case ABORT_MULTIPART_UPLOAD -> multipart.abort(request, response);
      case COMPLETE_MULTIPART_UPLOAD -> {
        try (Reservation reserved = reserve(caller, body)) {
          completion.complete(request, xml(body), response);
        }
      }
      default -> {
        ObjectHeaders.checkAcl(request);
        reads.open(request).close();
        response.empty(200);
      }
    }
  }

  private static void listBuckets(StoreScope scope, S3Response response) throws IOException {
    scope.checkEverything();
    Xml xml = Xml.document("ListAllMyBucketsResult").open("Buckets").open("Bucket");
    response.xml(200, xml.element("Name", scope.bucket()));
  }

  private static void describeBucket(
      Operation operation, S3Request request, StoreScope scope, S3Response response)
      throws IOException {
    scope.checkBucket(request.bucket());
    switch (operation) {
      case GET_BUCKET_LOCATION -> response.xml(200, Xml.document("LocationConstraint"));
      case GET_BUCKET_VERSIONING -> response.xml(200, Xml.document("VersioningConfiguration"));
      default -> response.header("x-amz-bucket-region", "us-east-1").empty(200);
    }
  }

  private Reservation reserve(Authenticated caller, ObjectBody body) {
    long length = body.length();
    if (length > LARGEST_XML) {
      throw S3Error.of(
          400, "MaxMessageLengthExceeded", "Your request was too big: more than 4 MiB of XML.");
    }
    return memory.reserve(caller.access().owner(), length * XML_FACTOR);
  }

  /** The body must arrive soon, because its memory is reserved meanwhile. */
  private static byte[] xml(ObjectBody body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) body.length());
    TransferLimit limit = new TransferLimit();
    body.copyTo(
        new FilterOutputStream(bytes) {
          @Override
          public void write(byte[] content, int offset, int length) {
            limit.check();
            bytes.write(content, offset, length);
          }
        });
    return bytes.toByteArray();
  }
}
