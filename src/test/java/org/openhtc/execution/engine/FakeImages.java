package org.openhtc.execution.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;

/** The images of a fake engine and those of its registry. Guarded by the engine. */
final class FakeImages {
  private final Map<String, ImageFacts> held = new HashMap<>();
  private final Map<String, ImageFacts> offered = new HashMap<>();
  private final Map<String, Integer> pulls = new HashMap<>();

  /** The message with which every pull fails; null if pulls succeed. */
  @Nullable String registryOutage;

  void hold(String image, Architecture architecture) {
    held.put(image, new ImageFacts("sha256:" + image, architecture, 1_000_000));
  }

  void offer(String reference, Architecture architecture, long bytes) {
    offered.put(reference, new ImageFacts("sha256:" + reference, architecture, bytes));
  }

  Optional<ImageFacts> find(String name) {
    return Optional.ofNullable(held.get(name));
  }

  void require(String name) {
    if (!held.containsKey(name)) {
      throw new EngineException.ImageMissing("No such image: " + name);
    }
  }

  void load(String name, Architecture architecture) {
    held.putIfAbsent(name, new ImageFacts("sha256:" + name, architecture, 1));
  }

  void pull(String reference) {
    pulls.merge(reference, 1, Integer::sum);
    if (registryOutage != null) {
      throw new EngineException.PullFailed(registryOutage);
    }
    ImageFacts image = offered.get(reference);
    if (image == null) {
      throw new EngineException.ImageMissing("manifest for " + reference + " not found");
    }
    held.put(reference, image);
  }

  void remove(String reference) {
    held.remove(reference);
  }

  List<String> names(String prefix) {
    return held.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  int pulls(String reference) {
    return pulls.getOrDefault(reference, 0);
  }

  Map<String, Integer> pullsMatching(String prefix) {
    Map<String, Integer> found = new HashMap<>(pulls);
    found.keySet().removeIf(reference -> !reference.startsWith(prefix));
    return found;
  }
}
