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
 * A store seen through a scope. Whatever is not known here to be allowed is refused, also the
 * operations that later versions of S3Proxy may add: hence a proxy and no forwarding class.
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

  /** What an operation is to us. */
  private enum Verdict {
    ALLOWED,
    /** Its default form calls other operations, which are judged in their turn. */
    JUDGED_BY_ITS_PARTS
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] given = arguments == null ? new Object[0] : arguments;
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, given);
    }
    return switch (judge(method, given)) {
      case ALLOWED -> carryOut(method, given);
      case JUDGED_BY_ITS_PARTS -> InvocationHandler.invokeDefault(proxy, method, given);
    };
  }

  private Verdict judge(Method method, Object[] given) {
    if (scope.folders().isEmpty() && !method.getName().equals("close")) {
      throw StoreRefusal.denied(); // whoever reaches nothing need not learn what is supported
    }
    Object subject = given.length == 0 ? null : given[0];
    switch (subject) {
      case ListObjectsV2Request r when method.getName().equals("list") ->
          scope.list(r.bucket(), r.prefix());
      case ListObjectsRequest r -> scope.list(r.bucket(), r.prefix());
      case HeadBucketRequest r -> scope.bucket(r.bucket());
      case HeadObjectRequest r -> scope.read(r.bucket(), r.key());
      case GetObjectRequest r -> scope.read(r.bucket(), r.key());
      case DeleteObjectRequest r -> scope.write(r.bucket(), r.key());
      case PutObjectRequest r -> put(r);
      case CopyObjectRequest r -> copy(r);
      case CreateMultipartUploadRequest r -> begin(r);
      case MultipartUpload upload -> carryOn(upload, given);
      case DeleteObjectsRequest r -> {
        return Verdict.JUDGED_BY_ITS_PARTS; // one by one: a refusal is told for its key only
      }
      case null, default -> {
        return judgeByName(method, given);
      }
    }
    return Verdict.ALLOWED;
  }

  private Verdict judgeByName(Method method, Object[] given) {
    switch (method.getName()) {
      case "close",
          "supportsVersioning",
          "supportsServerSideEncryption",
          "supportsBucketEncryption",
          "supportsCopyMultipartPart",
          "getMinimumMultipartPartSize" -> {}
      case "getContainerAccess" -> scope.bucket((String) given[0]);
      case "getBlobAccess" -> scope.read((String) given[0], (String) given[1]);
      case "setBlobAccess" -> {
        scope.write((String) given[0], (String) given[1]);
        scope.acl((ObjectCannedACL) given[2]);
      }
      default -> {
        if (!method.isDefault()) {
          throw StoreRefusal.denied();
        }
        return Verdict.JUDGED_BY_ITS_PARTS;
      }
    }
    return Verdict.ALLOWED;
  }

  private void put(PutObjectRequest request) {
    scope.write(request.bucket(), request.key());
    scope.acl(request.acl());
  }

  private void copy(CopyObjectRequest request) {
    scope.read(request.sourceBucket(), request.sourceKey());
    scope.write(request.destinationBucket(), request.destinationKey());
    scope.acl(request.acl());
  }

  private void begin(CreateMultipartUploadRequest request) {
    scope.write(request.bucket(), request.key());
    scope.acl(request.acl());
  }

  private void carryOn(MultipartUpload upload, Object[] given) {
    scope.write(upload.containerName(), upload.blobName());
    if (given.length > 1 && given[1] instanceof UploadPartCopyRequest copy) {
      scope.read(copy.sourceBucket(), copy.sourceKey());
    }
  }

  private @Nullable Object carryOut(Method method, Object[] given) throws Throwable {
    try {
      return method.invoke(files, given);
    } catch (InvocationTargetException e) {
      throw wasFileSystem(e) ? StoreRefusal.unstorable() : e.getCause();
    }
  }

  private static boolean wasFileSystem(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileSystemException) {
        return true;
      }
    }
    return false;
  }
}
