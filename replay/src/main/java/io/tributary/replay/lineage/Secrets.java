// SPDX-License-Identifier: Apache-2.0
package io.tributary.replay.lineage;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Keeps secrets out of what lineage shows.
final class Secrets {
  static final String HIDDEN = "[hidden]";
  private static final Pattern SECRET = Pattern.compile("passw|secret|token|credential|jaas|private|ssl.*key", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  static Map<String, String> redacted(Map<String, String> settings) {
    Map<String, String> redacted = new TreeMap<>();
    settings.forEach((key, value) -> redacted.put(key, SECRET.matcher(key).find() ? HIDDEN : value));
    return redacted;
  }
}
