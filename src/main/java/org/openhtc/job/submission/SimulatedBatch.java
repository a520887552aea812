package org.openhtc.job.submission;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.forecast.ExpectedBatch;
import org.openhtc.job.forecast.ExpectedNewJobs;
import org.openhtc.job.forecast.ExpectedStart;
import org.openhtc.region.RegionName;
import org.openhtc.registry.PinnedImage;

/**
 * What a batch would meet if it was submitted now.
 *
 * @param image the image in the registry that it would use; absent for an image that is only on
 *     hosts
 * @param hosts how many ready hosts are large enough for one of its jobs and may run it
 * @param reason why its first job would wait
 * @param firstStart of its first job; absent if no host can run it
 * @param lastStart of its last job
 */
record SimulatedBatch(
    @Nullable String jobName,
    int batchSize,
    String imageName,
    @Nullable String image,
    @JsonProperty("maxVCpus") int maxVcpus,
    int maxMemory,
    List<RegionName> regions,
    int hosts,
    String reason,
    @Nullable ExpectedStart firstStart,
    @Nullable ExpectedStart lastStart) {

  static SimulatedBatch of(CheckedBatch batch, ExpectedNewJobs expected) {
    PinnedImage image = batch.image();
    ExpectedBatch starts = expected.expected();
    return new SimulatedBatch(
        batch.jobName(),
        batch.size(),
        batch.definition().imageName(),
        image == null ? null : image.toString(),
        batch.definition().maxVCpus(),
        batch.definition().maxMemory(),
        batch.regions(),
        expected.hosts(),
        expected.reason(),
        starts == null ? null : starts.first(),
        starts == null ? null : starts.last());
  }
}
