package org.openhtc.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts private keys with AES-256-GCM for the database, so that a dump or a copy of it is not
 * sufficient to sign. A stored value consists of the version, a random nonce and the encrypted key.
 * Without a secret, keys are stored as they are.
 */
public final class KeyEncryption {
  /** The first byte; that of a key in the clear is 0x30, the tag of a DER sequence. */
  private static final byte VERSION = 1;

  private static final byte DER_SEQUENCE = 0x30;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final @Nullable SecretKeySpec key;

  /**
   * @param secret of any length; null for none
   */
  public KeyEncryption(@Nullable String secret) {
    this.key = secret == null ? null : derived(secret);
  }

  private static SecretKeySpec derived(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return new SecretKeySpec(mac.doFinal("stored keys".getBytes(StandardCharsets.UTF_8)), "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has this algorithm
    }
  }

  /**
   * The value to be stored.
   *
   * @param name of the key: the value can't be used in place of that of another one
   * @param privateKey PKCS#8
   */
  public byte[] encrypt(String name, byte[] privateKey) {
    if (key == null) {
      return privateKey;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, nonce, name).doFinal(privateKey);
      return ByteBuffer.allocate(1 + nonce.length + encrypted.length)
          .put(VERSION)
          .put(nonce)
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has this algorithm
    }
  }

  /**
   * The private key in a stored value; empty if it was encrypted with another secret.
   *
   * @param name as it was encrypted
   */
  public Optional<byte[]> decrypt(String name, byte[] stored) {
    if (isClear(stored)) {
      return Optional.of(stored);
    }
    if (key == null) {
      return Optional.empty();
    }
    int start = 1 + NONCE_BYTES;
    if (stored[0] != VERSION || stored.length < start) {
      throw new IllegalStateException("the stored key '%s' is damaged".formatted(name));
    }
    try {
      byte[] nonce = Arrays.copyOfRange(stored, 1, start);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, name);
      return Optional.of(cipher.doFinal(stored, start, stored.length - start));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has this algorithm
    }
  }

  /** Whether a stored value has to be encrypted: it was stored before there was a secret. */
  public boolean isDue(byte[] stored) {
    return key != null && isClear(stored);
  }

  private static boolean isClear(byte[] stored) {
    return stored[0] == DER_SEQUENCE;
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
