// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

/// Limits of an audit.
///
/// @param mostFindings findings that are kept with their words; all are counted
/// @param mostBytes memory that the tables of records may take: {@link StepClaims#BYTES_PER_RECORD} for each offset of `steps` that is still
///     kept, {@link TrajectoryLengths#BYTES_PER_RECORD} for each of `trajectories`, and about as much for each version and open record
public record AuditSettings(int mostFindings, long mostBytes) {
  private static final int MOST = 1_000_000;

  public AuditSettings {
    if (mostFindings < 1 || mostFindings > MOST) {
      throw new IllegalArgumentException("audit.mostFindings is " + mostFindings + "; expected 1 to " + MOST);
    }
    if (mostBytes < 1) {
      throw new IllegalArgumentException("audit.mostBytes is " + mostBytes + "; expected 1 or more");
    }
  }

  /// A thousand findings, and half of what this JVM may take.
  public static AuditSettings defaults() {
    return new AuditSettings(1_000, Runtime.getRuntime().maxMemory() / 2);
  }
}
