// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which Tribuo regression is the baseline b(s), and on how much of the past it is fitted.
///
/// ```yaml
/// tribuo:
///   trainer: linear-sgd
///   fields:
///     epochs: 10
///     optimiser: org.tribuo.math.optimisers.AdaGrad
///     optimiser.initialLearningRate: 0.1
/// ```
///
/// @param trainer `linear-sgd`, `elastic-net`, `cart`, `random-forest`, or the full name of a Tribuo `Trainer` of regressions
/// @param fields the trainer's configurable fields (Tribuo documents them as `@Config`) and their values; a field that is itself a component has the
///     full name of a class as value, and that component's fields follow under `field.`; added to the defaults of a short name. `seed` fields not given
///     here follow the run's seed
/// @param windowRows most rows of earlier batches it is fitted on, 2 to 1048576; the newest ones
/// @param maxBytes limit of the fitted state in every checkpoint, 1024 bytes to 24 MiB; fewer rows are kept where observations are large
/// @param grid observations are rounded to multiples of so many standard deviations, 0 to 1; 0 for not at all. Tribuo's trees look at every row for every
///     distinct value of an element: without rounding they take a time that grows with the square of the rows (seconds for 8192)
public record TribuoSettings(String trainer, Map<String, String> fields, int windowRows, int maxBytes, double grid) {
  private static final Pattern CLASS_OR_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$.-]{0,255}");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}(\\.[A-Za-z_][A-Za-z0-9_]{0,63}){0,7}");
  private static final int MAX_FIELDS = 100;
  private static final int MAX_VALUE_LENGTH = 1000;

  public TribuoSettings {
    if (trainer == null || !CLASS_OR_NAME.matcher(trainer).matches()) {
      throw new IllegalArgumentException("tribuo.trainer is " + trainer + "; expected one of " + KnownTrainers.names() + " or the full name of a class");
    }
    BrokenAdam.refuseName("tribuo.trainer", trainer);
    if (fields == null || fields.size() > MAX_FIELDS) {
      throw new IllegalArgumentException("tribuo.fields has " + (fields == null ? "no map" : fields.size() + " entries") + "; expected at most " + MAX_FIELDS);
    }
    fields.forEach(TribuoSettings::requireField);
    if (windowRows < 2 || windowRows > 1 << 20) {
      throw new IllegalArgumentException("tribuo.windowRows is " + windowRows + "; expected 2 to " + (1 << 20));
    }
    if (maxBytes < 1024 || maxBytes > 24 << 20) {
      throw new IllegalArgumentException("tribuo.maxBytes is " + maxBytes + "; expected 1024 to " + (24 << 20));
    }
    if (!(grid >= 0 && grid <= 1)) {
      throw new IllegalArgumentException("tribuo.grid is " + grid + "; expected 0 to 1");
    }
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
  }

  /// A small regression tree on the last 4096 rows, at most 4 MiB, observations rounded to 1/16 of a standard deviation.
  public static TribuoSettings defaults() {
    return new TribuoSettings("cart", Map.of(), 4096, 4 << 20, 1. / 16);
  }

  private static void requireField(String name, String value) {
    if (name == null || !FIELD.matcher(name).matches()) {
      throw new IllegalArgumentException("tribuo.fields has an entry '" + name + "'; expected names joined by dots, at most 8");
    }
    // OLCUT would put system properties in place of ${...}.
    if (value == null || value.length() > MAX_VALUE_LENGTH || value.contains("${")) {
      throw new IllegalArgumentException("tribuo.fields." + name + " is " + value + "; expected at most " + MAX_VALUE_LENGTH + " characters without ${");
    }
    BrokenAdam.refuseName("tribuo.fields." + name, value);
  }
}
