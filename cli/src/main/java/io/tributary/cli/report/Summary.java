// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.tributary.runs.RunException;

/// What a finished demo or run reports: the keys of `--json`, in this order.
///
/// @param run its name
/// @param environment what was learned
/// @param solved whether the mean return of the last 100 training episodes reached the mark, be it before the end
/// @param meanReturn that mean at the end; null before the first episode
/// @param episodes training episodes finished, counted in the `episodes` topic
/// @param counts steps by what became of them, each from its own topic or store
/// @param policyVersion newest version
/// @param secondsToSolve from the start of Java until the mark was seen to be reached; null if it was not
/// @param wallSeconds from the start of Java until this summary
/// @param startupSeconds from the start of Java until the first version was published
/// @param stepsPerSecond steps trained by this process, over the time from its first version to its last
/// @param buildSeconds the launcher's build before Java was started
/// @param lag versions between the policy that acted and the one that learned
/// @param kernel which arithmetic ran
/// @param seed of the run
public record Summary(
    String run,
    String environment,
    boolean solved,
    Double meanReturn,
    long episodes,
    Accounts counts,
    long policyVersion,
    Double secondsToSolve,
    double wallSeconds,
    Double startupSeconds,
    Double stepsPerSecond,
    double buildSeconds,
    Lag lag,
    String kernel,
    long seed) {

  /// Over all versions of this process.
  ///
  /// @param mean of the versions' mean lags; null where none applies
  /// @param max of the versions' largest lags; null likewise
  public record Lag(Double mean, Double max) {}

  /// Names and values as `--json` has them.
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run);
    json.put("environment", environment);
    json.put("solved", solved);
    json.put("meanReturn", rounded(meanReturn));
    json.put("episodes", episodes);
    json.put("stepsTrained", counts.trained());
    json.put("stepsPublished", counts.published());
    json.put("stepsInTrajectories", counts.inTrajectories());
    json.put("stepsRejected", counts.rejected());
    json.put("stepsOpen", counts.open());
    json.put("stepsPending", counts.pending());
    json.put("policyVersion", policyVersion);
    json.put("secondsToSolve", rounded(secondsToSolve));
    json.put("wallSeconds", rounded(wallSeconds));
    json.put("startupSeconds", rounded(startupSeconds));
    json.put("stepsPerSecond", rounded(stepsPerSecond));
    json.put("buildSeconds", rounded(buildSeconds));
    Map<String, Object> lagVersions = new LinkedHashMap<>();
    lagVersions.put("mean", rounded(lag.mean()));
    lagVersions.put("max", rounded(lag.max()));
    json.put("lagVersions", lagVersions);
    json.put("kernel", kernel);
    json.put("seed", seed);
    return json;
  }

  /// Writes any such map as JSON.
  ///
  /// @throws RunException if the file cannot be written
  public static void write(Map<String, Object> json, Path file) {
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.writeString(file, new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json) + "\n");
    } catch (IOException failed) {
      throw new RunException("--json " + file + " cannot be written (" + failed + "); expected a file to write; the run itself is kept", failed);
    }
  }

  /// Thousandths are all that a clock of milliseconds can tell.
  private static Double rounded(Double value) {
    return value == null ? null : Math.round(value * 1000) / 1000.0;
  }
}
