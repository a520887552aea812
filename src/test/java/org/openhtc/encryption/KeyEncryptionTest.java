package org.openhtc.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyEncryptionTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final KeyEncryption encryption = new KeyEncryption(SECRET);
  private final byte[] key;

  KeyEncryptionTest() throws NoSuchAlgorithmException {
    key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded();
  }

  @Test
  void encryptedKeyIsReadWithTheSameSecretOnly() {
    byte[] stored = encryption.encrypt("k1", key);
    assertThat(new KeyEncryption(SECRET).decrypt("k1", stored)).contains(key);
    assertThat(new KeyEncryption(SECRET + "x").decrypt("k1", stored)).isEmpty();
    assertThat(new KeyEncryption(null).decrypt("k1", stored)).isEmpty();
  }

  @Test
  void storedValueContainsNoPartOfTheKey() {
    byte[] stored = encryption.encrypt("k1", key);
    assertThat(stored).isNotEqualTo(encryption.encrypt("k1", key));
    byte[] secretPart = Arrays.copyOfRange(key, key.length - 16, key.length);
    assertThat(indexOf(stored, secretPart)).isNegative();
  }

  @Test
  void valueOfAnotherKeyIsRefused() {
    assertThat(encryption.decrypt("k2", encryption.encrypt("k1", key))).isEmpty();
  }

  @Test
  void changedValueIsRefused() {
    byte[] stored = encryption.encrypt("k1", key);
    stored[stored.length - 1] ^= 1;
    assertThat(encryption.decrypt("k1", stored)).isEmpty();
    assertThatThrownBy(() -> encryption.decrypt("k1", new byte[] {1, 2, 3}))
        .hasMessageContaining("the stored key 'k1' is damaged");
  }

  @Test
  void keyInTheClearIsReadAndDueForEncryption() {
    assertThat(encryption.decrypt("k1", key)).contains(key);
    assertThat(encryption.isDue(key)).isTrue();
    assertThat(encryption.isDue(encryption.encrypt("k1", key))).isFalse();
    KeyEncryption none = new KeyEncryption(null);
    assertThat(none.encrypt("k1", key)).isEqualTo(key);
    assertThat(none.isDue(key)).isFalse();
  }

  @Test
  void embeddedDatabaseGetsASecretThatOnlyTheOwnerCanRead(@TempDir Path home) throws IOException {
    EncryptionSettings settings = new EncryptionSettings(home.resolve("new"), " ");
    String secret = EncryptionConfiguration.secret(settings, true);
    assertThat(secret).hasSize(64).isEqualTo(EncryptionConfiguration.secret(settings, true));
    Path file = home.resolve("new/encryption-secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(EncryptionConfiguration.secret(settings, false)).isNull();
    EncryptionSettings own = new EncryptionSettings(home, SECRET);
    assertThat(EncryptionConfiguration.secret(own, true)).isEqualTo(SECRET);
    assertThat(EncryptionConfiguration.secret(own, false)).isEqualTo(SECRET);
  }

  private static int indexOf(byte[] in, byte[] part) {
    for (int start = 0; start <= in.length - part.length; start++) {
      if (Arrays.equals(in, start, start + part.length, part, 0, part.length)) {
        return start;
      }
    }
    return -1;
  }
}
