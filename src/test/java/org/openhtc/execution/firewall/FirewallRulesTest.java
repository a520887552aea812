package org.openhtc.execution.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.EngineEndpoint;
import org.openhtc.execution.engine.JobNetwork;

class FirewallRulesTest {
  private static final JobNetwork NETWORK =
      new JobNetwork(
          "89abcdef-0000-0000-0000-000000000000",
          List.of(new AllowedEndpoint("172.17.0.1", 8080)),
          List.of(new EngineEndpoint("10.0.0.7", 2375)));

  @Test
  void packetsToTheHostAreRefusedExceptToAllowedEndpoints() {
    assertThat(new FirewallRules(NETWORK).rules())
        .containsSubsequence(
            "-A OPENHTC-89ABCDEF-IN -m conntrack --ctstate ESTABLISHED -j ACCEPT",
            "-A OPENHTC-89ABCDEF-IN -d 172.17.0.1 -p tcp --dport 8080 -j ACCEPT",
            "-A OPENHTC-89ABCDEF-IN -j REJECT");
  }

  @Test
  void metadataAddressesOfCloudsAreRefused() {
    for (String address :
        List.of("169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32")) {
      assertThat(new FirewallRules(NETWORK).rules())
          .contains("-A OPENHTC-89ABCDEF-FW -d %s -j REJECT".formatted(address));
    }
  }

  @Test
  void enginesOfOtherHostsAreRefused() {
    assertThat(new FirewallRules(NETWORK).rules())
        .contains("-A OPENHTC-89ABCDEF-FW -d 10.0.0.7 -p tcp --dport 2375 -j REJECT");
  }

  @Test
  void portsThatOtherContainersPublishAreRefusedExceptAllowedEndpoints() {
    assertThat(new FirewallRules(NETWORK).rules())
        .containsSubsequence(
            "-A OPENHTC-89ABCDEF-FW -p tcp -m conntrack --ctstate DNAT --ctorigdst 172.17.0.1"
                + " --ctorigdstport 8080 -j ACCEPT",
            "-A OPENHTC-89ABCDEF-FW -m conntrack --ctstate DNAT -j REJECT");
  }

  @Test
  void namesRespectTheLimitsOfKernelAndIptables() {
    assertThat(NETWORK.bridge()).hasSizeLessThanOrEqualTo(15);
    assertThat(NETWORK.chain() + "-IN").hasSizeLessThanOrEqualTo(28);
  }
}
