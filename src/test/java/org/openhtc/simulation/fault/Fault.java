package org.openhtc.simulation.fault;

/** What an engine does wrong with a call. */
public enum Fault {
  /** Returns 500; the call has no effect. */
  FAIL,
  /** Returns 500 although the call has taken effect. */
  FAIL_AFTER_EFFECT,
  /** Never responds; the call has no effect. */
  HANG,
  /** Never responds although the call has taken effect. */
  HANG_AFTER_EFFECT,
  /** Closes the connection without a response; the call has no effect. */
  CLOSE,
  /** Closes the connection without a response although the call has taken effect. */
  CLOSE_AFTER_EFFECT;

  public boolean takesEffect() {
    return switch (this) {
      case FAIL, HANG, CLOSE -> false;
      case FAIL_AFTER_EFFECT, HANG_AFTER_EFFECT, CLOSE_AFTER_EFFECT -> true;
    };
  }
}
