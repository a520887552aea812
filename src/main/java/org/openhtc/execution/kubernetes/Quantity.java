package org.openhtc.execution.kubernetes;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Numbers as Kubernetes writes them, such as {@code 500m} or {@code 16Gi}. */
final class Quantity {
  private static final List<String> BINARY = List.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL = List.of("k", "M", "G", "T", "P", "E");

  private Quantity() {}

  /** Rounded down; 0 for an empty text. */
  static long bytes(String quantity) {
    return number(quantity).setScale(0, RoundingMode.FLOOR).longValue();
  }

  /** Thousandths of a processor, rounded down; 0 for an empty text. */
  static long milli(String quantity) {
    return number(quantity).movePointRight(3).setScale(0, RoundingMode.FLOOR).longValue();
  }

  private static BigDecimal number(String quantity) {
    if (quantity.isEmpty()) {
      return BigDecimal.ZERO;
    }
    if (quantity.endsWith("m")) {
      return scaled(quantity, 1).movePointLeft(3);
    }
    for (int i = 0; i < BINARY.size(); i++) {
      if (quantity.endsWith(BINARY.get(i))) {
        return scaled(quantity, 2).multiply(BigDecimal.TWO.pow(10 * (i + 1)));
      }
    }
    for (int i = 0; i < DECIMAL.size(); i++) {
      if (quantity.endsWith(DECIMAL.get(i))) {
        return scaled(quantity, 1).movePointRight(3 * (i + 1));
      }
    }
    return scaled(quantity, 0);
  }

  private static BigDecimal scaled(String quantity, int suffix) {
    return new BigDecimal(quantity.substring(0, quantity.length() - suffix));
  }
}
