package org.openhtc.job.grid;

import java.util.Arrays;

/** The cells of one batch while they are filled in; the text is run-length coded. */
final class CellRuns {
  private final char[] cells;

  /**
   * @param size number of jobs
   * @param placed jobs below this index have been placed; those that no exception names have
   *     succeeded
   * @param tail the state of the other jobs
   */
  CellRuns(int size, int placed, CellState tail) {
    this.cells = new char[size];
    Arrays.fill(cells, 0, placed, CellState.SUCCEEDED.letter());
    Arrays.fill(cells, placed, size, tail.letter());
  }

  void set(int index, CellState state) {
    cells[index] = state.letter();
  }

  /** Each run as its length and its letter; a length of 1 is left out: {@code 340D2XD657Q}. */
  String coded() {
    StringBuilder text = new StringBuilder();
    int start = 0;
    for (int i = 1; i <= cells.length; i++) {
      if (i == cells.length || cells[i] != cells[start]) {
        if (i - start > 1) {
          text.append(i - start);
        }
        text.append(cells[start]);
        start = i;
      }
    }
    return text.toString();
  }
}
