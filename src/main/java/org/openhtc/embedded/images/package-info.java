/** The space of the images in the directory of the embedded registry. */
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded.images;
