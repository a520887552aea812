package org.openhtc.embedded;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Restricts a store to a scope. It refuses every operation that is not explicitly allowed here,
 * including operations that later versions of S3Proxy may add. Therefore it is a dynamic proxy and
 * not a forwarding class.
 */
final class ScopedStore implements InvocationHandler {
  private final BlobStore files;
  private final StoreScope scope;

  private ScopedStore(BlobStore files, StoreScope scope) {
    this.files = files;
    this.scope = scope;
  }

  static BlobStore of(BlobStore files, StoreScope scope) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            new ScopedStore(files, scope));
  }

  /** The result of checking an operation that was not refused. */
  private enum Decision {
    ALLOWED,
    /** Its default implementation calls other operations, each of which is checked. */
    COMPOSED
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] given = arguments == null ? new Object[0] : arguments;
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, given);
    }
    return switch (check(method, given)) {
      case ALLOWED -> invokeOnFiles(method, given);
      case COMPOSED -> InvocationHandler.invokeDefault(proxy, method, given);
    };
  }

  private Decision check(Method method, Object[] given) {
    if (scope.folders().isEmpty() && !method.getName().equals("close")) {
      throw StoreErrors.denied(); // an unsigned request does not even get the supported features
    }
    Object subject = given.length == 0 ? null : given[0];
    switch (subject) {
      case ListObjectsV2Request r when method.getName().equals("list") ->
          scope.checkList(r.bucket(), r.prefix());
      case ListObjectsRequest r -> scope.checkList(r.bucket(), r.prefix());
      case HeadBucketRequest r -> scope.checkBucket(r.bucket());
      case HeadObjectRequest r -> scope.checkRead(r.bucket(), r.key());
      case GetObjectRequest r -> scope.checkRead(r.bucket(), r.key());
      case DeleteObjectRequest r -> scope.checkWrite(r.bucket(), r.key());
      case PutObjectRequest r -> checkPut(r);
      case CopyObjectRequest r -> checkCopy(r);
      case CreateMultipartUploadRequest r -> checkNewUpload(r);
      case MultipartUpload upload -> checkOpenUpload(upload, given);
      case DeleteObjectsRequest r -> {
        return Decision.COMPOSED; // objects are deleted one by one: a refusal concerns one key only
      }
      case null, default -> {
        return checkByName(method, given);
      }
    }
    return Decision.ALLOWED;
  }

  private Decision checkByName(Method method, Object[] given) {
    switch (method.getName()) {
      case "close",
          "supportsVersioning",
          "supportsServerSideEncryption",
          "supportsBucketEncryption",
          "supportsCopyMultipartPart",
          "getMinimumMultipartPartSize" -> {}
      case "getContainerAccess" -> scope.checkBucket((String) given[0]);
      case "getBlobAccess" -> scope.checkRead((String) given[0], (String) given[1]);
      case "setBlobAccess" -> {
        scope.checkWrite((String) given[0], (String) given[1]);
        scope.checkAcl((ObjectCannedACL) given[2]);
      }
      default -> {
        if (!method.isDefault()) {
          throw StoreErrors.denied();
        }
        return Decision.COMPOSED;
      }
    }
    return Decision.ALLOWED;
  }

  private void checkPut(PutObjectRequest request) {
    scope.checkWrite(request.bucket(), request.key());
    scope.checkAcl(request.acl());
  }

  private void checkCopy(CopyObjectRequest request) {
    scope.checkRead(request.sourceBucket(), request.sourceKey());
    scope.checkWrite(request.destinationBucket(), request.destinationKey());
    scope.checkAcl(request.acl());
  }

  private void checkNewUpload(CreateMultipartUploadRequest request) {
    scope.checkWrite(request.bucket(), request.key());
    scope.checkAcl(request.acl());
  }

  private void checkOpenUpload(MultipartUpload upload, Object[] given) {
    scope.checkWrite(upload.containerName(), upload.blobName());
    if (!MultipartUploads.isOpen(files, upload)) {
      throw StoreErrors.noSuchUpload();
    }
    if (given.length > 1 && given[1] instanceof UploadPartCopyRequest copy) {
      scope.checkRead(copy.sourceBucket(), copy.sourceKey());
    }
  }

  private @Nullable Object invokeOnFiles(Method method, Object[] given) throws Throwable {
    try {
      return method.invoke(files, given);
    } catch (InvocationTargetException e) {
      throw isFromFileSystem(e) ? StoreErrors.unstorable() : e.getCause();
    }
  }

  private static boolean isFromFileSystem(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileSystemException) {
        return true;
      }
    }
    return false;
  }
}
