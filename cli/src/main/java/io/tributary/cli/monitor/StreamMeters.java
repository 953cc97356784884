// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import java.util.Map;

import io.tributary.monitoring.Meters;
import io.tributary.schemas.RejectionReason;
import io.tributary.streams.StreamProgress;
import io.tributary.streams.StreamsApp;

/// What a topology shows.
final class StreamMeters {
  private StreamMeters() {}

  static void add(Meters meters, StreamsApp stream) {
    StreamProgress progress = stream.progress();
    meters
        .counter("tributary_stream_records_total", "Records of steps read.", progress::records)
        .counter("tributary_stream_trajectories_total", "Trajectories written.", progress::trajectories)
        .counter("tributary_stream_trajectory_steps_total", "Steps in them.", progress::stepsInTrajectories)
        .counter("tributary_stream_episodes_total", "Episodes that ended.", progress::episodes)
        .gauge("tributary_stream_open_segments", "Segments of episodes that wait to be closed.", progress::openSegments)
        .gauge("tributary_stream_open_steps", "Steps in them.", progress::openSteps)
        .counter("tributary_stream_rollbacks_total", "Times a partition's work was taken back to its last commit; what follows is counted again.",
            progress::rollbacks)
        .gauge("tributary_stream_running", "1 while the topology works on its partitions, or has none because others hold them all; else 0.",
            () -> stream.hindrance().isEmpty() ? 1 : 0)
        .gauge("tributary_stream_lag_records", "Steps records that are committed and not fetched yet; NaN while it works on no partition.", () -> stream.figures().lag())
        .counter("tributary_stream_commits_total", "Commits, most of them a transaction.", () -> stream.figures().commits())
        .counter("tributary_stream_transaction_seconds_total", "Time spent on committing transactions.", () -> stream.figures().transactionSeconds())
        .gauge("tributary_stream_commit_mean_seconds", "Mean duration of a commit of late; NaN where there was none.",
            () -> stream.figures().commitMeanSeconds())
        .gauge("tributary_stream_commit_max_seconds", "Longest commit of late; NaN where there was none.", () -> stream.figures().commitMaxSeconds());
    for (RejectionReason reason : RejectionReason.values()) {
      Map<String, String> label = Map.of("reason", reason.label());
      meters.counter("tributary_stream_rejected_records_total", "Records rejected.", label, () -> progress.rejectedRecords(reason));
      meters.counter("tributary_stream_rejected_steps_total", "Steps in rejected records, as far as they could be decoded.", label,
          () -> progress.rejectedSteps(reason));
    }
  }
}
