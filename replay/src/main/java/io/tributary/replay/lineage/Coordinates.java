// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A record of a topic, as messages write it: `topic-partition@offset`.
///
/// @param topic full name
/// @param partition of it
/// @param offset in that
public record Coordinates(String topic, int partition, long offset) {
  private static final Pattern TEXT = Pattern.compile("\\[?(.+)-([0-9]{1,9})@([0-9]{1,18})]?");

  /// @throws IllegalArgumentException for a text that is none
  public static Coordinates parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--event is '" + text + "'; expected TOPIC-PARTITION@OFFSET, such as night.steps-0@1234");
    }
    return new Coordinates(matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
