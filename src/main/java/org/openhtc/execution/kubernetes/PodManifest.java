package org.openhtc.execution.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.host.ClusterPlace;

/**
 * Writes the pod of a container.
 *
 * @param place where it runs
 * @param architecture of the nodes, as Kubernetes names it
 * @param grace time between SIGTERM and SIGKILL, which a pod has from its creation on
 */
record PodManifest(ClusterPlace place, String architecture, Duration grace) {
  private static final String CONTAINER = "job";

  /**
   * A pod's own time limit begins when its node accepts it, before the pull of the image. It is
   * only for the case that no service is there to stop the job.
   */
  private static final Duration SLACK = Duration.ofMinutes(15);

  private static final Pattern LABEL_VALUE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  /**
   * @param variables where the variables of the container are
   * @param pullSecret name of the secret with which the node pulls the image; null for none
   * @param isGated whether it waits for its start after its creation
   */
  Map<String, Object> of(
      ContainerSpec spec,
      SharedVariables.Stored variables,
      @Nullable String pullSecret,
      boolean isGated) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Pod",
        "metadata",
        metadata(spec, variables.secret()),
        "spec",
        pod(spec, variables, pullSecret, isGated));
  }

  private static Map<String, Object> metadata(ContainerSpec spec, @Nullable String variables) {
    Map<String, String> labels = labels(spec.labels());
    if (variables != null) {
      labels.put(Pod.VARIABLES, variables);
    }
    Map<String, String> annotations = new TreeMap<>(spec.labels());
    annotations.entrySet().removeAll(labels.entrySet());
    return Map.of(
        "name",
        spec.name(),
        "labels",
        labels,
        "annotations",
        annotations,
        "finalizers",
        List.of(Pod.FINALIZER));
  }

  /** Labels allow fewer characters than annotations: what does not fit is an annotation. */
  private static Map<String, String> labels(Map<String, String> wanted) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("app.kubernetes.io/managed-by", "openhtc");
    wanted.forEach((key, value) -> {
      String written = key.equals(ContainerLabels.JOB) ? value.replace(':', '.') : value;
      if (LABEL_VALUE.matcher(written).matches()) {
        labels.put(key, written);
      }
    });
    return labels;
  }

  private Map<String, Object> pod(
      ContainerSpec spec,
      SharedVariables.Stored variables,
      @Nullable String pullSecret,
      boolean isGated) {
    Map<String, Object> pod = new TreeMap<>();
    if (isGated) {
      pod.put("schedulingGates", List.of(Map.of("name", Pod.GATE)));
    }
    pod.put("restartPolicy", "Never");
    pod.put("automountServiceAccountToken", false);
    pod.put("enableServiceLinks", false);
    // The first process is the node's, as with an init process: it collects orphans, and the
    // command of the job gets signals as any process does.
    pod.put("shareProcessNamespace", true);
    pod.put("terminationGracePeriodSeconds", Math.max(1, grace.toSeconds()));
    pod.put("securityContext", Map.of("seccompProfile", Map.of("type", "RuntimeDefault")));
    pod.put("nodeSelector", nodeSelector());
    pod.put("tolerations", place.tolerations());
    pod.put("containers", List.of(container(spec, variables)));
    pod.put(
        "volumes",
        List.of(
            Map.of(
                "name",
                "shm",
                "emptyDir",
                Map.of("medium", "Memory", "sizeLimit", spec.memoryMib() + "Mi"))));
    putIfPresent(pod, "runtimeClassName", place.runtimeClass());
    putIfPresent(pod, "priorityClassName", place.priorityClass());
    if (pullSecret != null) {
      pod.put("imagePullSecrets", List.of(Map.of("name", pullSecret)));
    }
    Duration limit = spec.timeLimit();
    if (limit != null) {
      pod.put("activeDeadlineSeconds", limit.plus(SLACK).toSeconds());
    }
    return pod;
  }

  private Map<String, String> nodeSelector() {
    Map<String, String> selector = new TreeMap<>(place.nodeSelector());
    selector.put(Nodes.ARCHITECTURE, architecture);
    selector.put("kubernetes.io/os", "linux");
    return selector;
  }

  private static Map<String, Object> container(
      ContainerSpec spec, SharedVariables.Stored variables) {
    Map<String, Object> container = new TreeMap<>();
    container.put("name", CONTAINER);
    container.put("image", spec.image());
    container.put("imagePullPolicy", "IfNotPresent");
    container.put("args", spec.argv().stream().map(PodManifest::literal).toList());
    container.put("env", environment(variables.inPod()));
    if (variables.secret() != null) {
      container.put("envFrom", List.of(Map.of("secretRef", Map.of("name", variables.secret()))));
    }
    container.put("resources", resources(spec));
    container.put(
        "securityContext",
        Map.of(
            "allowPrivilegeEscalation", false,
            "privileged", false,
            "capabilities", Map.of("drop", List.of("ALL"), "add", spec.process().capabilities())));
    container.put("volumeMounts", List.of(Map.of("name", "shm", "mountPath", "/dev/shm")));
    putIfPresent(container, "workingDir", spec.workingDir());
    return container;
  }

  private static void putIfPresent(
      Map<String, Object> object, String member, @Nullable String value) {
    if (value != null) {
      object.put(member, value);
    }
  }

  private static List<Map<String, String>> environment(Map<String, String> environment) {
    List<Map<String, String>> variables = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach((name, value) -> variables.add(Map.of("name", name, "value", literal(value))));
    return variables;
  }

  /** Kubernetes would replace {@code $(NAME)} by the value of a variable. */
  private static String literal(String text) {
    return text.replace("$", "$$");
  }

  private static Map<String, Object> resources(ContainerSpec spec) {
    Map<String, String> amounts = new TreeMap<>();
    amounts.put("cpu", Integer.toString(spec.vcpus()));
    amounts.put("memory", spec.memoryMib() + "Mi");
    Long disk = spec.diskBytes();
    if (disk != null) {
      amounts.put("ephemeral-storage", disk.toString());
    }
    return Map.of("requests", amounts, "limits", amounts);
  }
}
