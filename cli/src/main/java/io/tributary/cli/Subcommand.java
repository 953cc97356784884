// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

/// One command of `tributary`: a picocli `@Command` class. Other modules add theirs through {@link java.util.ServiceLoader}.
///
/// **Example.** A class annotated `@Command(name = "watch", description = "…")` that implements this interface and is named in
/// `META-INF/services/io.tributary.cli.Subcommand` becomes `tributary watch`.
public interface Subcommand {

  /// Does the work and returns the exit status.
  ///
  /// @throws UsageException for what cannot be meant
  /// @throws RuntimeException for what failed; {@link io.tributary.runs.RunException} where the user can act on it
  /// @throws InterruptedException where the process was asked to end while this waited
  int run(Host host) throws InterruptedException;
}
