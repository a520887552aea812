/** Programs that the benchmarks in {@code benchmarks/} start as processes of their own. */
@org.jspecify.annotations.NullMarked
package org.openhtc.benchmark;
