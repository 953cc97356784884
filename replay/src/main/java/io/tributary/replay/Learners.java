// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay;

import java.util.Map;

/// Makes learners for one run: its spaces, architecture and seed are known, the settings are those of a version.
@FunctionalInterface
public interface Learners {

  /// @param settings all settings by dotted name, as a revision records them
  /// @throws RuntimeException where they make none
  Learner of(Map<String, String> settings);
}
