// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps secrets out of what is stored, logged and printed.
///
/// **Guarantees.** The value of a setting whose name says that it is secret never passes. In running text that holds for whatever is written as
/// `name=value`, `name: value` or `name is 'value'`, quoted or not, for private keys in PEM, and for the user in `scheme://user:password@host`. Text
/// that was redacted is not changed by redacting it again.
/// **Not guaranteed.** A password without a name beside it cannot be told from other words.
public final class Redaction {
  /// What stands in place of a secret; the same as in Kafka's own dumps.
  public static final String HIDDEN = "[hidden]";

  private static final String SECRET = "passw(?:or)?d|passphrase|secret|token|credential|jaas|keystore[._-]key|ssl[._-]key(?![a-z])|private[._-]?key"
      + "|api[._-]?key|access[._-]?key|basic[._-]auth";
  private static final Pattern SECRET_KEY = Pattern.compile(SECRET);

  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'";
  private static final String BETWEEN = "(?:[\"']?\\s*[=:]\\s*|\\s+is\\s+(?=[\"']))";
  private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)", Pattern.DOTALL);
  private static final Pattern USER_INFO = Pattern.compile("(?<=[a-z0-9]://)[^\\s/@]+@");
  /// A login module's options go on to a semicolon outside quotes.
  private static final Pattern JAAS = Pattern.compile(
      "((?i:[\\w.-]*jaas[\\w.-]*)" + BETWEEN + ")(?!\\[hidden])(?:\"(?=[^\"]*;\")|')?(?:" + QUOTED + "|[^;\"'\\r\\n])*+(?:;[\"']?|[\"'])?");
  private static final Pattern NAMED = Pattern.compile(
      "((?i:[\\w.-]*(?:" + SECRET + ")[\\w.-]*)" + BETWEEN + ")(?!\\[hidden])(" + QUOTED + "|[^\\s,;\"')}\\]]+)");

  private Redaction() {}

  /// Whether a setting of that name is secret: passwords, tokens, credentials, JAAS entries, private keys.
  public static boolean isSecret(String key) {
    return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /// The value, or [#HIDDEN] where the name says that it is secret; anything secret inside another value is hidden too.
  public static String value(String key, String value) {
    return isSecret(key) ? HIDDEN : redacted(value);
  }

  /// The settings, sorted, with [#HIDDEN] for every secret.
  public static Map<String, String> redacted(Map<String, String> settings) {
    Map<String, String> safe = new TreeMap<>();
    settings.forEach((key, value) -> safe.put(key, value(key, value)));
    return safe;
  }

  /// The same message without the secrets in it.
  public static String redacted(String text) {
    if (text == null) {
      return null;
    }
    String safe = PEM.matcher(text).replaceAll(Matcher.quoteReplacement(HIDDEN));
    safe = USER_INFO.matcher(safe).replaceAll(Matcher.quoteReplacement(HIDDEN + "@"));
    safe = JAAS.matcher(safe).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
    return NAMED.matcher(safe).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
  }
}
