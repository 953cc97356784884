// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import java.util.Arrays;

import io.tributary.rl.learning.BaselineRegression;
import io.tributary.rl.random.CounterRandom;
import io.tributary.tribuo.QuietLogs;

/// b(s) by any regression trainer of Tribuo, fitted again after every batch on the newest rows of all batches so far.
///
/// Tribuo trains from scratch, and its models cannot be stored without time stamps and class names. So the fitted state is the window of rows and a key
/// ({@link RowWindow}); the model is what the trainer makes of them, kept in memory and made again after a restart, with the same bits.
///
/// **Assumptions.** The trainer is a function of its configuration, seed and examples. Tribuo's own are, those that the known names stand for are tested.
///
/// **Guarantees.** `fit` returns equal bytes for equal arguments, at most `tribuo.maxBytes` (which is at most 24 MiB). What was fitted with other
/// trainer settings stays usable: the new trainer is fitted on the same rows. One thread at a time.
public final class TribuoBaseline implements BaselineRegression {
  private static final int TRIAL_ROWS = 64;

  private final int observationSize;
  private final int capacity;
  private final double grid;
  private final ConfiguredTrainer trainer;
  private byte[] fittedBytes;
  private FittedRegression fitted;

  /// Finds and configures the trainer, and fits it once on a few made-up rows, so that a wrong setting is an error now and not after the first batch.
  ///
  /// @param observationSize elements of one observation
  /// @throws IllegalArgumentException naming the setting that is wrong
  public TribuoBaseline(TribuoSettings settings, int observationSize) {
    if (observationSize < 1) {
      throw new IllegalArgumentException("observations have " + observationSize + " elements; expected at least 1 for a baseline");
    }
    QuietLogs.ensure();
    this.observationSize = observationSize;
    capacity = Math.min(settings.windowRows(), RowWindow.capacity(settings.maxBytes(), observationSize));
    if (capacity < 2) {
      throw new IllegalArgumentException("tribuo.maxBytes is " + settings.maxBytes() + "; expected room for at least 2 rows of observations with "
          + observationSize + " elements");
    }
    grid = settings.grid();
    trainer = new ConfiguredTrainer(settings);
    tryOut();
  }

  /// The most rows a fit sees.
  public int capacity() {
    return capacity;
  }

  @Override
  public void predict(byte[] fitted, float[] observations, int rows, float[] out) {
    if (fitted == null || rows < 0 || (long) rows * observationSize > observations.length || rows > out.length) {
      throw new IllegalArgumentException("a baseline was asked for " + rows + " rows of " + observationSize + " elements from " + observations.length
          + " numbers into " + out.length + ", fitted: " + (fitted != null) + "; expected a fitted one and room; nothing was predicted");
    }
    regression(fitted).predict(observations, rows, out);
  }

  @Override
  public byte[] fit(byte[] previous, float[] observations, float[] returns, int rows, long randomKey) {
    RowWindow earlier = previous == null ? RowWindow.empty(observationSize) : RowWindow.decode(previous, observationSize);
    RowWindow window = earlier.with(observations, returns, rows, capacity, randomKey);
    byte[] bytes = window.encode();
    remember(bytes, window);
    return bytes;
  }

  private FittedRegression regression(byte[] bytes) {
    if (!Arrays.equals(bytes, fittedBytes)) {
      remember(bytes, RowWindow.decode(bytes, observationSize));
    }
    return fitted;
  }

  /// Trains before it changes anything, and keeps a copy: the caller's bytes are the caller's.
  private void remember(byte[] bytes, RowWindow window) {
    fitted = new FittedRegression(trainer, window, grid);
    fittedBytes = bytes.clone();
  }

  private void tryOut() {
    int size = Math.min(observationSize, 3);
    float[] observations = new float[TRIAL_ROWS * size];
    float[] returns = new float[TRIAL_ROWS];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = (float) CounterRandom.gaussian(1, i);
      returns[i / size] += observations[i];
    }
    try {
      RowWindow window = RowWindow.empty(size).with(observations, returns, TRIAL_ROWS, TRIAL_ROWS, 1);
      new FittedRegression(trainer, window, grid).predict(observations, TRIAL_ROWS, new float[TRIAL_ROWS]);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("tribuo.trainer is " + trainer + ", and a trial fit on " + TRIAL_ROWS + " rows failed: " + e
          + "; expected a trainer of regressions whose fields fit together", e);
    }
  }
}
