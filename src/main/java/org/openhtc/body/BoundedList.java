package org.openhtc.body;

import java.io.Serial;
import java.util.ArrayList;

/** The type of all lists in bodies. Parsing ends at the first element too many. */
final class BoundedList<E> extends ArrayList<E> {
  static final int MAX = 1000;

  @Serial private static final long serialVersionUID = 1;

  @Override
  public boolean add(E element) {
    if (size() >= MAX) {
      throw new TooManyElementsException(MAX);
    }
    return super.add(element);
  }
}
