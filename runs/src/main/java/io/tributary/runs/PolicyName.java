// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a setting names a policy of some run: `RUN@VERSION`, or `RUN` for the newest there is when it is read.
///
/// @param run its name
/// @param version empty for the newest
public record PolicyName(String run, OptionalLong version) {
  private static final Pattern TEXT = Pattern.compile("([a-z0-9-]{1,60})(?:@([0-9]{1,18}))?");

  public PolicyName {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(version, "version");
  }

  /// What `text` names.
  ///
  /// @param setting dotted path of the setting it stands in
  /// @throws IllegalArgumentException where it names nothing
  public static PolicyName parse(String setting, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(setting + " is '" + text + "'; expected RUN or RUN@VERSION, such as night@57");
    }
    String version = matcher.group(2);
    return new PolicyName(matcher.group(1), version == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(version)));
  }

  @Override
  public String toString() {
    return run + (version.isPresent() ? "@" + version.getAsLong() : "");
  }
}
