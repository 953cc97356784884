// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.Objects;
import java.util.stream.Stream;

/// The cluster answers, and what was asked for is not there: not made yet, deleted, or removed by retention.
public final class MissingException extends NotThereException {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 20;

  MissingException(String message) {
    super(message);
  }

  /// Whether that is why something failed.
  public static boolean isBehind(Throwable failed) {
    return Stream.iterate(failed, Objects::nonNull, Throwable::getCause).limit(DEEPEST).anyMatch(MissingException.class::isInstance);
  }
}
