package org.openhtc.storage;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.project.Project;
import org.openhtc.region.CloudProvider;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Component;

/**
 * What both storage controllers answer. Every region is served by the one store of this
 * installation, so the credentials of a project's regions are the same.
 */
@Component
class StorageAnswers {
  private final StorageTokens tokens;
  private final ObjectStoreConnection store;
  private final StoreAddresses addresses;

  StorageAnswers(StorageTokens tokens, ObjectStoreConnection store, StoreAddresses addresses) {
    this.tokens = tokens;
    this.store = store;
    this.addresses = addresses;
  }

  Token token(Caller caller, FolderReach reach, RegionName region) {
    return token(caller, reach, region, tokens.lend(reach));
  }

  Tokens all(Caller caller, FolderReach reach) {
    StorageCredentials lent = tokens.lend(reach);
    return new Tokens(
        reach.defaultRegion(),
        reach.project().regions().stream()
            .map(region -> token(caller, reach, region, lent))
            .toList());
  }

  RegionalStorage regional(Caller caller, FolderReach reach) {
    Tokens all = all(caller, reach);
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
      Caller caller, FolderReach reach, UrlSigner.Method method, String filePath) {
    StorageTokens.SignedUrl signed = tokens.sign(reach, method, filePath, addresses.of(caller));
    return new PresignedUrl(
        signed.url(), store.bucket(), reach.defaultRegion(), signed.expiration());
  }

  private Token token(
      Caller caller, FolderReach reach, RegionName region, StorageCredentials lent) {
    Project project = reach.project();
    return new Token(
        url(Folders.shared(project.id())),
        reach.task() == null ? null : url(Folders.task(project.id(), reach.task().id())),
        project.id().toString(),
        store.bucket(),
        region,
        caller.userId(),
        lent.expiration(),
        StorageTokens.variables(lent, store.region(), addresses.of(caller)),
        region.cloudProvider());
  }

  private String url(String folder) {
    return "s3://%s/%s".formatted(store.bucket(), folder);
  }

  /**
   * {@code StorageAccessToken} of the published API.
   *
   * @param taskStoragePath beyond that API: the task's own folder; absent for a project
   */
  record Token(
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
  record Tokens(RegionName defaultRegion, List<Token> regionStores) {}

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
