package org.openhtc.storage.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openhtc.storage.FolderGrant;
import tools.jackson.databind.json.JsonMapper;

/** The policy that restricts an assumed role to some folders of a bucket. */
final class SessionPolicy {
  private static final List<String> READ = List.of("s3:GetObject");
  private static final List<String> WRITE =
      List.of(
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts");

  private SessionPolicy() {}

  static String of(String bucket, List<FolderGrant> folders) {
    List<Object> statements = new ArrayList<>();
    for (FolderGrant grant : folders) {
      statements.add(objects(bucket, grant));
    }
    statements.add(listing(bucket, folders));
    return JsonMapper.shared()
        .writeValueAsString(Map.of("Version", "2012-10-17", "Statement", statements));
  }

  private static Map<String, Object> objects(String bucket, FolderGrant grant) {
    return Map.of(
        "Effect",
        "Allow",
        "Action",
        grant.isWritable() ? WRITE : READ,
        "Resource",
        "arn:aws:s3:::%s/%s*".formatted(bucket, grant.folder()));
  }

  private static Map<String, Object> listing(String bucket, List<FolderGrant> folders) {
    List<String> prefixes = folders.stream().map(grant -> grant.folder() + "*").toList();
    return Map.of(
        "Effect",
        "Allow",
        "Action",
        "s3:ListBucket",
        "Resource",
        "arn:aws:s3:::" + bucket,
        "Condition",
        Map.of("StringLike", Map.of("s3:prefix", prefixes)));
  }
}
