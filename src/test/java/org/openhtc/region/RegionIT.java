package org.openhtc.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class RegionIT {
  @Autowired Regions regions;

  @Autowired ApiClient client;

  @BeforeEach
  void enableRegion() {
    regions.ensureEnabled(RegionName.AWS_EU_WEST_2);
  }

  @Test
  void enablingARegionIsIdempotent() {
    regions.ensureEnabled(RegionName.AWS_EU_WEST_2);
    assertThat(regions.isEnabled(RegionName.AWS_EU_WEST_2)).isTrue();
    assertThat(regions.isEnabled(RegionName.RC_ICELAND_1)).isFalse();
    assertThat(regions.enabled()).contains(RegionName.AWS_EU_WEST_2);
  }

  @Test
  void listIsAnArrayOfEveryKnownRegion() {
    ApiResponse list = client.get("/htc/regions");
    assertThat(list.body().isArray()).isTrue();
    assertThat(list.body()).hasSize(RegionName.values().length);
  }

  @Test
  void listIsFilteredByProviderAndByWhetherEnabled() {
    assertThat(client.get("/htc/regions?enabled=true").body())
        .isNotEmpty()
        .allMatch(region -> region.path("enabled").asBoolean());
    assertThat(client.get("/htc/regions?cloudProvider=GCP").body())
        .isNotEmpty()
        .allMatch(region -> region.path("cloudProvider").asString().equals("GCP"));
    ApiResponse refused = client.get("/htc/regions?cloudProvider=MOON");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("cloudProvider");
  }

  @Test
  void oneRegionIsFoundByItsName() {
    ApiResponse region = client.get("/htc/regions/AWS_EU_WEST_2");
    assertThat(region.body().path("enabled").asBoolean()).isTrue();
    assertThat(region.text("cloudProvider")).isEqualTo("AWS");
    assertThat(client.get("/htc/regions/MOON_1").status()).isEqualTo(404);
  }
}
