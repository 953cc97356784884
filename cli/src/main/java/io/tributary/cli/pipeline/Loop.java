// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.pipeline;

import java.io.PrintStream;

import io.tributary.cli.Host;
import io.tributary.cli.Logs;
import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.RunSettings;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Run;

/// Runs a pipeline until its task is solved, its budget is spent or the process is asked to stop, showing how it goes, and sums it up.
public final class Loop {
  private final Host host;
  private final Run run;
  private final RunSettings settings;
  private final double mark;
  private final StatusLine line;
  private final Rate rate = new Rate();
  private Double secondsToSolve;

  /// @param mark mean return of the last 100 episodes at which the task counts as solved; NaN for none
  public Loop(Host host, Run run, RunSettings settings, double mark) {
    this.host = host;
    this.run = run;
    this.settings = settings;
    this.mark = mark;
    line = new StatusLine(host.out(), host.interactive());
  }

  /// What the loop came to.
  ///
  /// @param summary for people and programs
  /// @param watch the run as it was followed
  /// @param stopped whether the process was asked to stop before the end
  public record Outcome(Summary summary, Watch watch, boolean stopped) {}

  /// @param pipeline made, not started; closed when this returns or throws
  /// @param started told once all parts work
  public Outcome play(Pipeline pipeline, Kernel kernel, Runnable started) throws InterruptedException {
    PrintStream err = host.err();
    Logs.printWith(text -> line.println(err, text));
    try (var _ = host.shutdown().watched(); Watch watch = new Watch(run, host.startedMs(), mark); pipeline) {
      pipeline.start();
      started.run();
      while (!over(pipeline, watch)) {
        watch.poll();
        show(watch);
      }
      boolean stopped = host.shutdown().requested();
      pipeline.drain();
      watch.readToEnd();
      // The last batch before the budget's end may be the one that brings it to the mark.
      noteSolved(watch);
      line.end(status(watch));
      Accounts counts = new Counting(run).accounts();
      return new Outcome(summary(watch, counts, kernel), watch, stopped);
    } catch (RuntimeException failed) {
      throw pipeline.reason(failed);
    } finally {
      Logs.printWith(err::println);
    }
  }

  private boolean over(Pipeline pipeline, Watch watch) throws InterruptedException {
    noteSolved(watch);
    return pipeline.trained() || host.shutdown().requested() || (secondsToSolve != null && settings.budget().stopWhenSolved());
  }

  private void noteSolved(Watch watch) {
    if (secondsToSolve == null && watch.curve().solved()) {
      secondsToSolve = host.wallSeconds();
    }
  }

  private void show(Watch watch) {
    line.show(status(watch), host.clock().millis());
  }

  private StatusLine.Status status(Watch watch) {
    double speed = rate.at(host.clock().millis(), watch.stepsTrained());
    return new StatusLine.Status(host.wallSeconds(), watch.curve().mean(), watch.stepsTrained(), speed, watch.version(), watch.lag());
  }

  private Summary summary(Watch watch, Accounts counts, Kernel kernel) {
    double mean = watch.curve().mean();
    Double startup = watch.firstVersionMs() < 0 ? null : (Double) ((watch.firstVersionMs() - host.startedMs()) / 1000.0);
    return new Summary(run.name(), run.spec().environment(), secondsToSolve != null, Double.isNaN(mean) ? null : (Double) mean,
        watch.curve().episodes(), counts, watch.version(), secondsToSolve, host.wallSeconds(), startup, watch.stepsPerSecond(),
        host.buildSeconds(), watch.lags(), kernel.name(), run.spec().seed());
  }
}
