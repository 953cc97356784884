// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.security.SecureRandom;

/// Names nobody chose. They name, they never decide: no random number of a run depends on them.
final class ProducerNames {
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ProducerNames() {}

  static String random() {
    StringBuilder name = new StringBuilder(LENGTH);
    RANDOM.ints(LENGTH, 0, LETTERS.length()).forEach(i -> name.append(LETTERS.charAt(i)));
    return name.toString();
  }
}
