package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "16Gi,17179869184",
    "1k,1000",
    "128974848,128974848",
    "129e6,129000000",
    "1500m,1",
    "0.5Gi,536870912",
    "'',0"
  })
  void bytesAreRead(String quantity, long bytes) {
    assertThat(Quantity.bytes(quantity)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"2,2000", "250m,250", "0.1,100", "1k,1000000", "'',0"})
  void processorsAreRead(String quantity, long milli) {
    assertThat(Quantity.milli(quantity)).isEqualTo(milli);
  }
}
