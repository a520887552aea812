package org.openhtc.cluster;

import java.nio.file.Path;
import java.util.Map;
import org.openhtc.testing.TestImages;

/** The configuration of a {@link RealNode}. */
final class NodeFiles {
  static final String BRIDGE = "openhtc-node";

  /** The address of this machine in the network of the pods. */
  static final String ADDRESS = "10.244.77.1";

  /** A process without CAP_SYS_RESOURCE can't lower the {@code oom_score_adj} of a sandbox. */
  static final String CONTAINERD =
      """
      version = 2
      root = "$DIRECTORY/containerd"
      state = "$SOCKETS/state"
      disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
        "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs",
        "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
      [grpc]
        address = "$SOCKETS/containerd.sock"
      [plugins."io.containerd.internal.v1.opt"]
        path = "$DIRECTORY/opt"
      [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = "$PAUSE"
        disable_apparmor = true
        restrict_oom_score_adj = true
        [plugins."io.containerd.grpc.v1.cri".cni]
          bin_dir = "$PLUGINS"
          conf_dir = "$DIRECTORY/network"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
            SystemdCgroup = false
      """;

  static final String NETWORK =
      """
      {"cniVersion": "0.4.0", "name": "$BRIDGE", "plugins": [
        {"type": "bridge", "bridge": "$BRIDGE", "isGateway": true, "ipMasq": false,
         "ipam": {"type": "host-local", "dataDir": "$DIRECTORY/addresses",
                  "ranges": [[{"subnet": "10.244.77.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
      """;

  /** Its port is open on the loopback interface only. */
  static final String KUBELET =
      """
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      failCgroupV1: false
      cgroupDriver: cgroupfs
      containerRuntimeEndpoint: unix://$SOCKETS/containerd.sock
      address: 127.0.0.1
      readOnlyPort: 0
      authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
      authorization: {mode: AlwaysAllow}
      podLogsDir: $DIRECTORY/logs
      volumePluginDir: $DIRECTORY/volume-plugins
      makeIPTablesUtilChains: false
      clusterDomain: $DOMAIN
      clusterDNS: [$NAME_SERVER]
      failSwapOn: false
      serializeImagePulls: false
      eventRecordQPS: 0
      kubeAPIQPS: 500
      kubeAPIBurst: 1000
      imageGCHighThresholdPercent: 100
      evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
      """;

  private NodeFiles() {}

  /**
   * The places by the names that the files have for them.
   *
   * @param directory for data
   * @param sockets directory for sockets and the state of processes
   * @param plugins directory of the network plugins
   */
  static Map<String, String> names(Path directory, Path sockets, Path plugins) {
    return Map.of(
        "$DIRECTORY",
        directory.toString(),
        "$SOCKETS",
        sockets.toString(),
        "$PLUGINS",
        plugins.toString(),
        "$BRIDGE",
        BRIDGE,
        "$DOMAIN",
        ServiceAddresses.DOMAIN,
        "$NAME_SERVER",
        ServiceAddresses.NAME_SERVER,
        "$PAUSE",
        "docker.io/" + TestImages.PAUSE);
  }

  static String filled(String file, Map<String, String> names) {
    String text = file;
    for (Map.Entry<String, String> name : names.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return text;
  }
}
