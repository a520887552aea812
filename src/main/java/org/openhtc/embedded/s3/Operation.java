package org.openhtc.embedded.s3;

import java.util.Set;
import org.openhtc.embedded.http.QueryParameters;
import org.openhtc.embedded.http.S3Request;

/** The operations of S3 that the store has. */
enum Operation {
  LIST_BUCKETS,
  HEAD_BUCKET,
  GET_BUCKET_LOCATION,
  GET_BUCKET_VERSIONING,
  LIST_OBJECTS,
  LIST_MULTIPART_UPLOADS,
  DELETE_OBJECTS,
  GET_OBJECT,
  HEAD_OBJECT,
  GET_OBJECT_ACL,
  GET_OBJECT_TAGGING,
  GET_OBJECT_ATTRIBUTES,
  PUT_OBJECT,
  PUT_OBJECT_ACL,
  COPY_OBJECT,
  DELETE_OBJECT,
  CREATE_MULTIPART_UPLOAD,
  UPLOAD_PART,
  UPLOAD_PART_COPY,
  LIST_PARTS,
  COMPLETE_MULTIPART_UPLOAD,
  ABORT_MULTIPART_UPLOAD,
  CHANGE_BUCKET,
  UNKNOWN;

  private static final Set<String> UNKNOWN_RESOURCES =
      Set.of(
          "accelerate",
          "analytics",
          "cors",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "partNumber",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "tagging",
          "torrent",
          "versions",
          "website");

  static Operation of(S3Request request) {
    if (request.bucket().isEmpty()) {
      return request.method().equals("GET") ? LIST_BUCKETS : UNKNOWN;
    }
    return request.key().isEmpty() ? ofBucket(request) : ofObject(request);
  }

  private static Operation ofBucket(S3Request request) {
    QueryParameters query = request.query();
    return switch (request.method()) {
      case "HEAD" -> HEAD_BUCKET;
      case "POST" -> query.has("delete") ? DELETE_OBJECTS : UNKNOWN;
      case "PUT", "DELETE" -> CHANGE_BUCKET;
      case "GET" -> {
        if (query.has("location")) {
          yield GET_BUCKET_LOCATION;
        } else if (query.has("versioning")) {
          yield GET_BUCKET_VERSIONING;
        } else if (query.has("uploads")) {
          yield LIST_MULTIPART_UPLOADS;
        }
        yield query.has("acl") || hasUnknown(query) ? UNKNOWN : LIST_OBJECTS;
      }
      default -> UNKNOWN;
    };
  }

  private static Operation ofObject(S3Request request) {
    QueryParameters query = request.query();
    boolean hasUpload = query.has("uploadId");
    boolean isCopy = request.header("x-amz-copy-source") != null;
    return switch (request.method()) {
      case "HEAD" -> hasUnknown(query) ? UNKNOWN : HEAD_OBJECT;
      case "GET" -> ofGet(query);
      case "PUT" -> {
        if (hasUpload) {
          yield isCopy ? UPLOAD_PART_COPY : UPLOAD_PART;
        } else if (query.has("acl")) {
          yield PUT_OBJECT_ACL;
        } else if (hasUnknown(query)) {
          yield UNKNOWN;
        }
        yield isCopy ? COPY_OBJECT : PUT_OBJECT;
      }
      case "DELETE" -> {
        if (hasUpload) {
          yield ABORT_MULTIPART_UPLOAD;
        }
        yield hasUnknown(query) ? UNKNOWN : DELETE_OBJECT;
      }
      case "POST" -> {
        if (query.has("uploads")) {
          yield CREATE_MULTIPART_UPLOAD;
        }
        yield hasUpload ? COMPLETE_MULTIPART_UPLOAD : UNKNOWN;
      }
      default -> UNKNOWN;
    };
  }

  private static Operation ofGet(QueryParameters query) {
    if (query.has("uploadId")) {
      return LIST_PARTS;
    } else if (query.has("acl")) {
      return GET_OBJECT_ACL;
    } else if (query.has("tagging")) {
      return GET_OBJECT_TAGGING;
    } else if (query.has("attributes")) {
      return GET_OBJECT_ATTRIBUTES;
    }
    return hasUnknown(query) ? UNKNOWN : GET_OBJECT;
  }

  private static boolean hasUnknown(QueryParameters query) {
    return query.all().stream().anyMatch(p -> UNKNOWN_RESOURCES.contains(p.name()));
  }
}
