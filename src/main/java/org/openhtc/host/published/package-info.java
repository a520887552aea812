/** The hosts as the published API describes them: clusters, and the environments of jobs. */
@org.springframework.modulith.NamedInterface("published")
@org.jspecify.annotations.NullMarked
package org.openhtc.host.published;
