package org.openhtc.job.grid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellRunsTest {

  @Test
  void untouchedBatchIsOneRun() {
    assertThat(new CellRuns(1000, 0, CellState.QUEUED).coded()).isEqualTo("1000Q");
  }

  @Test
  void placedJobsHaveSucceededUnlessAnExceptionNamesThem() {
    CellRuns cells = new CellRuns(1000, 343, CellState.QUEUED);
    cells.set(340, CellState.EXIT_CODE);
    cells.set(342, CellState.RUNNING);
    assertThat(cells.coded()).isEqualTo("340DXDR657Q");
  }

  @Test
  void lengthOfASingleJobIsLeftOut() {
    assertThat(new CellRuns(1, 1, CellState.QUEUED).coded()).isEqualTo("D");
  }
}
