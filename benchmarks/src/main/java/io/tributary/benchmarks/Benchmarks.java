// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks and sets each product against the measured peak. Takes JMH's own options; without any it runs everything, with allocation.
public final class Benchmarks {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Benchmarks() {}

  public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
    CommandLineOptions given = new CommandLineOptions(arguments);
    OptionsBuilder options = new OptionsBuilder();
    // A result is a share of the peak only if the peak was measured beside it.
    if (!given.getIncludes().isEmpty()) {
      given.getIncludes().forEach(options::include);
      options.include("PeakBenchmark");
    }
    options.parent(given).mode(Mode.AverageTime).addProfiler(GCProfiler.class)
        .jvmArgsAppend("--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC",
            "-Xmx2g")
        .forks(given.getForkCount().orElse(3)).warmupIterations(given.getWarmupIterations().orElse(5)).measurementIterations(given.getMeasurementIterations().orElse(5))
        .warmupTime(given.getWarmupTime().orElse(org.openjdk.jmh.runner.options.TimeValue.seconds(1)))
        .measurementTime(given.getMeasurementTime().orElse(org.openjdk.jmh.runner.options.TimeValue.seconds(1)));
    if (given.getResult().hasValue()) {
      options.resultFormat(given.getResultFormat().orElse(ResultFormatType.JSON));
    }
    print(new Runner(options.build()).run());
  }

  private static void print(Collection<RunResult> results) {
    Optional<Double> peak = results.stream().filter(result -> name(result).equals("Peak.multiplyAdds")).findFirst()
        .map(result -> PeakBenchmark.MULTIPLY_ADDS / result.getPrimaryResult().getScore());
    System.out.printf("%n%-34s %14s %10s %16s %12s%n", "benchmark", "time", "± 99.9 %", "bytes allocated", "of peak");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      String share = peak.flatMap(limit -> multiplyAdds(result).map(adds -> String.format(Locale.ROOT, "%.0f %%", 100 * adds / micros(time) / limit))).orElse("");
      System.out.printf(Locale.ROOT, "%-34s %14s %9.0f%% %16s %12s%n", label(result), String.format(Locale.ROOT, "%.3f %s", time.getScore(), time.getScoreUnit()),
          100 * time.getScoreError() / time.getScore(), allocated == null ? "" : String.format(Locale.ROOT, "%.1f", allocated.getScore()), share);
    }
    peak.ifPresent(limit -> System.out.printf(Locale.ROOT, "%npeak: %.1f billion multiply-adds a second on one core%n", limit / 1e3));
  }

  private static double micros(Result<?> time) {
    return time.getScoreUnit().startsWith("ns") ? time.getScore() / 1e3 : time.getScore();
  }

  /// Of the matrix products that an operation cannot do without; everything else it does counts as nothing.
  private static Optional<Long> multiplyAdds(RunResult result) {
    return switch (name(result)) {
      case "Kernel.multiply", "Kernel.multiplyTransposedAdding" -> Optional.of(rows(result) * KernelBenchmark.WIDTH * KernelBenchmark.WIDTH);
      case "Network.forward" -> Optional.of(rows(result) * NetworkBenchmark.FORWARD);
      case "Network.backward" -> Optional.of(rows(result) * NetworkBenchmark.BACKWARD);
      case "Update.update" -> Optional.of(UpdateBenchmark.MULTIPLY_ADDS);
      default -> Optional.empty();
    };
  }

  private static long rows(RunResult result) {
    return Long.parseLong(result.getParams().getParam("rows"));
  }

  private static String label(RunResult result) {
    String rows = result.getParams().getParam("rows");
    return name(result) + (rows == null ? "" : " " + rows);
  }

  private static String name(RunResult result) {
    String[] parts = result.getParams().getBenchmark().split("\\.");
    return parts[parts.length - 2].replace("Benchmark", "") + "." + parts[parts.length - 1];
  }
}
