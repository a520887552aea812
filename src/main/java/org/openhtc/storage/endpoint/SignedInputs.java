package org.openhtc.storage.endpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openhtc.api.Caller;
import org.openhtc.storage.InputUrls;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StoreEndpoints;
import org.openhtc.storage.UrlSigner;
import org.springframework.stereotype.Component;

/** Finds the files by their folders, and signs with the credentials of their callers. */
@Component
class SignedInputs implements InputUrls {
  private static final Pattern ADDRESS = Pattern.compile("s3://([^/\\s'\"]+)/([^\\s'\"]+)");

  /** Further files are left out: a definition that names more is not for a person. */
  private static final int MOST = 20;

  private final StorageAccess access;
  private final StorageTokens tokens;
  private final ObjectStoreConnection store;
  private final StoreEndpoints endpoints;

  SignedInputs(
      StorageAccess access,
      StorageTokens tokens,
      ObjectStoreConnection store,
      StoreEndpoints endpoints) {
    this.access = access;
    this.tokens = tokens;
    this.store = store;
    this.endpoints = endpoints;
  }

  @Override
  public List<Input> of(Caller caller, String projectId, String taskId, Collection<String> texts) {
    Set<String> keys = keys(texts);
    if (keys.isEmpty()) {
      return List.of();
    }
    List<FolderAccess> folders =
        List.of(access.task(caller, projectId, taskId), access.project(caller, projectId));
    List<Input> inputs = new ArrayList<>();
    for (String key : keys) {
      folders.stream()
          .filter(folder -> isFileIn(folder.main().folder(), key))
          .findFirst()
          .ifPresent(folder -> inputs.add(input(caller, folder, key)));
    }
    return inputs;
  }

  private static boolean isFileIn(String folder, String key) {
    return key.startsWith(folder) && key.length() > folder.length() && !key.endsWith("/");
  }

  private Set<String> keys(Collection<String> texts) {
    Set<String> keys = new LinkedHashSet<>();
    for (String text : texts) {
      Matcher address = ADDRESS.matcher(text);
      while (address.find() && keys.size() < MOST) {
        if (address.group(1).equals(store.bucket())) {
          keys.add(address.group(2));
        }
      }
    }
    return keys;
  }

  private Input input(Caller caller, FolderAccess folder, String key) {
    String path = key.substring(folder.main().folder().length());
    StorageTokens.SignedUrl signed =
        tokens.sign(folder, UrlSigner.Method.GET, path, endpoints.of(caller));
    return new Input(path, signed.url(), signed.expiration());
  }
}
