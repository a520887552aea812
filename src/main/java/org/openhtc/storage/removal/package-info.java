/** Removes the files of deleted tasks, and expired grants. Writes {@code folder_removal}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.storage.removal;
