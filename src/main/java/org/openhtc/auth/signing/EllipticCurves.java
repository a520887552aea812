package org.openhtc.auth.signing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;

/**
 * The implementation of signatures on elliptic curves. Each job gets a signed token, so its speed
 * bounds the jobs per second: Amazon's native library signs about eight times faster than the JDK
 * does, and is used wherever it can be loaded.
 */
public final class EllipticCurves {
  public static final Provider PROVIDER = provider();

  private EllipticCurves() {}

  private static Provider provider() {
    AmazonCorrettoCryptoProvider fast = AmazonCorrettoCryptoProvider.INSTANCE;
    return fast.getLoadingError() == null ? fast : Security.getProvider("SunEC");
  }
}
