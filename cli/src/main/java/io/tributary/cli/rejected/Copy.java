// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;

/// A rejected record that is submitted again: other identity, same steps.
///
/// Two headers remember it in the log itself: where the original lies, and, for whoever reads the log later, what its steps were called.
///
/// @param source where the original lies
/// @param original as its producer sent it
/// @param copy as it is sent again
record Copy(Coordinates source, Steps original, Steps copy) {
  static final String SUFFIX = "~resubmit";
  private static final String SOURCE = "tributary-resubmit-source";
  private static final String STEP = "tributary-resubmit-step";

  /// The environment whose records are copies of this one's.
  static String environment(String original) {
    return original.endsWith(SUFFIX) ? original : original + SUFFIX;
  }

  /// The same under another episode number, its last record closing the segment.
  Copy placed(long session, long episode, boolean last) {
    StepId first = new StepId(environment(original.first().environment()), session, episode, original.first().index());
    boolean cut = original.cut() || last && !original.ending().endsEpisode();
    return new Copy(source, original, new Steps(first, original.policyVersion(), original.columns(), original.ending(), cut, original.returnBefore(),
        original.purpose(), original.rewardPending(), original.firstActedMs(), original.lastActedMs()));
  }

  void mark(Headers headers) {
    StepId first = original.first();
    headers.add(SOURCE, source.text().getBytes(StandardCharsets.UTF_8));
    headers.add(STEP, (first.session() + " " + first.episode() + " " + first.index() + " " + original.count() + " " + first.environment())
        .getBytes(StandardCharsets.UTF_8));
  }

  /// Where the original of a record with these headers lies, if they tell the truth ({@link Fingerprint}); null for one that is no copy.
  static Coordinates source(Headers headers) {
    Header header = headers.lastHeader(SOURCE);
    return header == null || header.value() == null ? null : Coordinates.parse(new String(header.value(), StandardCharsets.UTF_8));
  }
}
