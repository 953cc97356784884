// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Whether a process lives and whether it does its job, as its checks say.
///
/// A process *lives* while nothing in it has failed for good: where it does not, starting it again is the only help. It is *ready* while it
/// does what it is there for: where it is not, others should wait. What does not live is not ready either.
///
/// **Guarantees.** Safe from any thread. A check that throws counts as failed, with what it threw as the reason.
public final class Health {

  /// What a check decides.
  public enum Kind {
    /// Whether the process works at all.
    LIVE,
    /// Whether it does its job now.
    READY
  }

  /// Ends a check.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// What one check said.
  ///
  /// @param check its name
  /// @param problem why it failed; empty where it did not
  public record Finding(String check, Optional<String> problem) {}

  /// What all checks of a kind said.
  public record Report(Kind kind, List<Finding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }

    /// Whether none failed.
    public boolean good() {
      return findings.stream().allMatch(finding -> finding.problem().isEmpty());
    }

    /// `live` and `ready`, or `not live` and `not ready`.
    public String status() {
      return (good() ? "" : "not ") + (kind == Kind.LIVE ? "live" : "ready");
    }

    /// One line of JSON: the status, and of each check whether it is fine or else the reason.
    public String json() {
      List<String> checks = findings.stream()
          .map(finding -> "{\"check\":" + Json.text(finding.check()) + ",\"ok\":" + finding.problem().isEmpty()
              + finding.problem().map(why -> ",\"reason\":" + Json.text(why)).orElse("") + "}")
          .toList();
      return "{\"status\":" + Json.text(status()) + ",\"checks\":[" + String.join(",", checks) + "]}\n";
    }
  }

  private record Check(String name, Kind kind, Supplier<Optional<String>> problem) {}

  private final List<Check> checks = new CopyOnWriteArrayList<>();

  /// Asks `problem` from now on, until the handle is closed.
  ///
  /// @param name what is checked, for the report
  /// @param problem why the check fails at the moment, empty where it does not; quick, and safe from any thread
  public Registration check(String name, Kind kind, Supplier<Optional<String>> problem) {
    Check check = new Check(Objects.requireNonNull(name), kind, problem);
    checks.add(check);
    return () -> checks.remove(check);
  }

  /// Whether the process lives.
  public Report live() {
    return report(Kind.LIVE, checks.stream().filter(check -> check.kind() == Kind.LIVE).toList());
  }

  /// Whether it lives and does its job.
  public Report ready() {
    return report(Kind.READY, checks);
  }

  private static Report report(Kind kind, List<Check> asked) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : asked) {
      findings.add(new Finding(check.name(), problem(check)));
    }
    return new Report(kind, findings);
  }

  private static Optional<String> problem(Check check) {
    try {
      return check.problem().get();
    } catch (RuntimeException failed) {
      return Optional.of("the check itself failed: " + failed);
    }
  }
}
