package org.openhtc.backup;

/** A backup or a restoration is not possible; the message is a sentence about the cause. */
final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BackupException(String sentence) {
    super(sentence);
  }
}
