package org.openhtc.storage.endpoint;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.project.Project;
import org.openhtc.region.CloudProvider;
import org.openhtc.region.RegionName;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.StoreEndpoints;
import org.openhtc.storage.UrlSigner;
import org.springframework.stereotype.Component;

/**
 * The responses of the storage endpoints of projects and tasks. One store serves all regions of
 * this installation, so the regions of a project share the same credentials.
 */
@Component
class StorageResponses {
  private final StorageTokens tokens;
  private final ObjectStoreConnection store;
  private final StoreEndpoints endpoints;

  StorageResponses(StorageTokens tokens, ObjectStoreConnection store, StoreEndpoints endpoints) {
    this.tokens = tokens;
    this.store = store;
    this.endpoints = endpoints;
  }

  TokenView token(Caller caller, FolderAccess access, RegionName region) {
    return token(caller, access, region, tokens.issue(access));
  }

  TokenListView all(Caller caller, FolderAccess access) {
    StorageCredentials issued = tokens.issue(access);
    return new TokenListView(
        access.defaultRegion(),
        access.project().regions().stream()
            .map(region -> token(caller, access, region, issued))
            .toList());
  }

  RegionalStorage regional(Caller caller, FolderAccess access) {
    TokenListView all = all(caller, access);
    return new RegionalStorage(
        all.defaultRegion(),
        all.regionStores().stream()
            .map(t ->
                new RegionalStore(
                    t.region(),
                    t.projectSharedStoragePath(),
                    t.taskStoragePath(),
                    t.credentials(),
                    t.provider()))
            .toList());
  }

  PresignedUrl presigned(
      Caller caller, FolderAccess access, UrlSigner.Method method, String filePath) {
    StorageTokens.SignedUrl signed = tokens.sign(access, method, filePath, endpoints.of(caller));
    return new PresignedUrl(
        signed.url(), store.bucket(), access.defaultRegion(), signed.expiration());
  }

  private TokenView token(
      Caller caller, FolderAccess access, RegionName region, StorageCredentials issued) {
    Project project = access.project();
    return new TokenView(
        url(Folders.shared(project.id())),
        access.task() == null ? null : url(Folders.task(project.id(), access.task().id())),
        project.id().toString(),
        store.bucket(),
        region,
        caller.userId(),
        issued.expiration(),
        issued.variables(store.region(), endpoints.of(caller)),
        region.cloudProvider());
  }

  private String url(String folder) {
    return "s3://%s/%s".formatted(store.bucket(), folder);
  }

  /**
   * {@code StorageAccessToken} of the published API.
   *
   * @param taskStoragePath an addition to that API: the task's own folder; absent for a project
   */
  record TokenView(
      String projectSharedStoragePath,
      @Nullable String taskStoragePath,
      String projectId,
      String storageName,
      RegionName region,
      String user,
      Instant expiration,
      Map<String, String> credentials,
      CloudProvider provider) {}

  /** {@code StorageAccessTokens}. */
  record TokenListView(RegionName defaultRegion, List<TokenView> regionStores) {}

  /** {@code RegionalStorageResponse}. */
  record RegionalStorage(RegionName rescaleRegion, List<RegionalStore> regionalStores) {}

  /** {@code RegionalStore}. */
  record RegionalStore(
      RegionName region,
      String projectPath,
      @Nullable String taskPath,
      Map<String, String> credentials,
      CloudProvider provider) {}

  /** {@code PresignedPutUrlResponse}. */
  record PresignedUrl(URI url, String storageName, RegionName region, Instant expiration) {}
}
