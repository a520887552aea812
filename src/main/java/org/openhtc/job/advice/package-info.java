/** Which memory and vCPUs jobs should request, judged by what earlier jobs of the task used. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.advice;
