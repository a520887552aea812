package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openhtc.host.published.AutoscalingProfile;
import org.openhtc.host.published.ComputeEnvironment;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

class DimensionTest {
  private static final ComputeEnvironment REAL =
      new ComputeEnvironment(
          RegionName.AWS_US_WEST_2,
          "docker-x86-2vcpu-8gib",
          JobPriority.ON_DEMAND_ECONOMY,
          AutoscalingProfile.BALANCED,
          false,
          null);

  @Test
  void absentComponentsMatchAnyValue() {
    assertThat(new Dimension(null, null, null, null, null).matches(REAL)).isTrue();
    assertThat(new Dimension(RegionName.AWS_US_WEST_2, null, null, null, false).matches(REAL))
        .isTrue();
  }

  @Test
  void eachPresentComponentMustMatch() {
    assertThat(new Dimension(RegionName.AWS_US_EAST_1, null, null, null, null).matches(REAL))
        .isFalse();
    assertThat(new Dimension(null, "t2d-standard-16", null, null, null).matches(REAL)).isFalse();
    assertThat(new Dimension(null, null, JobPriority.ON_DEMAND_PRIORITY, null, null).matches(REAL))
        .isFalse();
    assertThat(
            new Dimension(null, null, null, AutoscalingProfile.OPTIMIZE_UTILIZATION, null)
                .matches(REAL))
        .isFalse();
    assertThat(new Dimension(null, null, null, null, true).matches(REAL)).isFalse();
  }

  @Test
  void unknownPropertyOfAHostMatchesNoValue() {
    ComputeEnvironment unknown =
        new ComputeEnvironment(RegionName.AWS_US_WEST_2, null, null, null, null, null);
    assertThat(new Dimension(null, null, null, null, false).matches(unknown)).isFalse();
  }
}
