// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Map;

/// The trainer's settings from some version on: a later record of the spec topic. Revision 0 are the spec's own settings.
///
/// @param revision counted from 1
/// @param settings all of the trainer's settings, flattened to dotted names
/// @param codeVersion version of Tributary that wrote it
/// @param createdMs milliseconds since the epoch
public record SettingsRevision(int revision, Map<String, String> settings, String codeVersion, long createdMs)
    implements SpecRecord {
  public SettingsRevision {
    settings = Map.copyOf(settings);
  }
}
