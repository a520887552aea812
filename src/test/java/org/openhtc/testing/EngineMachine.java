package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/**
 * The environment of an extra engine: a network namespace, connected to the machine's, and a
 * directory.
 *
 * @param directory has a short path, because paths of Unix sockets are limited to 107 characters
 * @param subnet third byte of the addresses of the connection
 */
record EngineMachine(String name, Path directory, int subnet) implements AutoCloseable {
  /** All connections between this machine and extra engines. */
  static final String SUBNETS = "10.98.0.0/16";

  /** The file system of the engine's data. */
  enum Disk {
    PLAIN,
    /** A file system of 2 GiB in a file, with quota. */
    BTRFS
  }

  static EngineMachine make(Disk disk) throws IOException {
    Assumptions.assumeTrue(isRoot(), "skipped: only root can start an extra engine");
    for (String tool : List.of("dockerd", "ip", "nsenter", "setsid", "iptables", "openssl")) {
      Assumptions.assumeTrue(has(tool), "skipped: no " + tool + " here");
    }
    Path directory = Files.createTempDirectory(Path.of("/tmp"), "oe");
    String name = directory.getFileName().toString();
    EngineMachine machine =
        new EngineMachine(name.substring(0, Math.min(12, name.length())), directory, freeSubnet());
    machine.connect();
    if (disk == Disk.BTRFS) {
      machine.btrfs();
    } else {
      machine.sharedRoot();
    }
    return machine;
  }

  /** The address of the engine, as seen from the machine's namespace. */
  String address() {
    return "10.98.%d.2".formatted(subnet);
  }

  /** The address of this machine, as seen from the engine's namespace. */
  String machineAddress() {
    return "10.98.%d.1".formatted(subnet);
  }

  private void connect() throws IOException {
    shell(
        """
        ip netns add $NAME
        ip link add $NAME type veth peer name eth0 netns $NAME
        ip addr add 10.98.$SUBNET.1/24 dev $NAME
        ip link set $NAME up
        nsenter --net=/run/netns/$NAME sh -ec 'ip link set lo up
        ip addr add 10.98.$SUBNET.2/24 dev eth0; ip link set eth0 up
        ip route add default via 10.98.$SUBNET.1'
        """);
  }

  private void btrfs() throws IOException {
    Assumptions.assumeTrue(has("mkfs.btrfs"), "skipped: no btrfs-progs here");
    shell(
        """
        mkdir root
        truncate -s 4G disk
        mkfs.btrfs -q disk
        mount -o loop disk root
        btrfs quota enable root
        """);
  }

  /**
   * On a root that is no shared mount, the engine mounts the root on itself, and unmounts it at its
   * end. What it mounts after that lies below the plain directory, is covered when the next engine
   * mounts the root, and can't be removed while that runs. It leaves a shared mount as it is.
   */
  private void sharedRoot() throws IOException {
    shell(
        """
        mkdir root
        mount --bind root root
        # Private first: otherwise the mount would be in the group of a shared /tmp.
        mount --make-private root
        mount --make-shared root
        """);
  }

  @Override
  public void close() throws IOException {
    shell(
        """
        # Shims of containers that no engine could end; their arguments contain the directory.
        for pid in $(pgrep -f -- " -address $PWD/exec/" || true); do kill -9 $pid; done
        while mount=$(awk -v d="$PWD/" 'index($2, d) == 1 {print $2}' /proc/mounts | tail -1)
              [ -n "$mount" ]; do umount "$mount" || umount -l "$mount"; done
        ip netns del $NAME
        cd /
        rm -rf $DIRECTORY
        """);
  }

  private void shell(String script) throws IOException {
    Command.run(
        directory,
        "sh",
        "-ec",
        "NAME=%s; SUBNET=%d; DIRECTORY=%s; export SUBNET\n%s"
            .formatted(name, subnet, directory, script));
  }

  private static boolean isRoot() throws IOException {
    return Command.run(Path.of("/"), "id", "-u").equals("0");
  }

  private static boolean has(String tool) {
    try {
      Command.run(Path.of("/"), "sh", "-c", "command -v " + tool);
      return true;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static int freeSubnet() throws IOException {
    String taken = Command.run(Path.of("/"), "ip", "-o", "-4", "addr");
    int subnet = ThreadLocalRandom.current().nextInt(1, 250);
    while (taken.contains(" 10.98.%d.".formatted(subnet))) {
      subnet = subnet % 250 + 1;
    }
    return subnet;
  }
}
