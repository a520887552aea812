package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.JobNetwork;

class FirewallRulesTest {
  private static final JobNetwork NETWORK =
      new JobNetwork(
          "89abcdef-0000-0000-0000-000000000000", List.of(new AllowedEndpoint("172.17.0.1", 8080)));

  @Test
  void packetsToTheHostAreRefusedExceptToAllowedEndpoints() {
    assertThat(new FirewallRules(NETWORK).rules())
        .containsSubsequence(
            "-A OPENHTC-89ABCDEF-IN -m conntrack --ctstate ESTABLISHED -j ACCEPT",
            "-A OPENHTC-89ABCDEF-IN -d 172.17.0.1 -p tcp --dport 8080 -j ACCEPT",
            "-A OPENHTC-89ABCDEF-IN -j REJECT");
  }

  @Test
  void linkLocalAddressesAreRefused() {
    assertThat(new FirewallRules(NETWORK).rules())
        .contains("-A OPENHTC-89ABCDEF-FW -d 169.254.0.0/16 -j REJECT");
  }

  @Test
  void namesRespectTheLimitsOfKernelAndIptables() {
    assertThat(NETWORK.bridge()).hasSizeLessThanOrEqualTo(15);
    assertThat(NETWORK.chain() + "-IN").hasSizeLessThanOrEqualTo(28);
  }
}
