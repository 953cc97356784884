// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

/// Takes every new version, in order, each exactly once.
@FunctionalInterface
public interface Publisher {

  /// Takes over a version; may wait while too many are on their way.
  ///
  /// @throws RuntimeException where an earlier version could not be published: this one is dropped with it
  void publish(Publication publication) throws InterruptedException;
}
