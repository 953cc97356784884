// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

/// Rows of a batch as a policy sees them: what it observed, what it did, and which rows follow one another.
///
/// A policy that remembers nothing reads each row alone. One that does runs over each sequence from its initial state: the rows of a sequence are
/// consecutive and in step order. Memory is made once for the largest selection; {@link #size} and the arrays are rewritten for each.
public final class Rows {
  private final int observationSize;
  private final int actionSize;
  private final int maskSize;
  private final int[] indices;
  private final int[] sequenceStarts;
  private final int[] sequenceOf;
  private final float[] observations;
  private final int[] discreteActions;
  private final float[] continuousActions;
  private final byte[] maskBytes;
  private boolean masked;
  private int count;
  private int sequences;
  private float[][] initialStates = {};

  /// @param maxRows the most rows a selection may have
  /// @param discrete whether actions are ints
  public Rows(int maxRows, int observationSize, int actionSize, int maskSize, boolean discrete) {
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.maskSize = maskSize;
    indices = new int[maxRows];
    sequenceStarts = new int[maxRows + 1];
    sequenceOf = new int[maxRows];
    observations = new float[Math.multiplyExact(maxRows, observationSize)];
    discreteActions = discrete ? new int[maxRows * actionSize] : null;
    continuousActions = discrete ? null : new float[maxRows * actionSize];
    maskBytes = new byte[maxRows * maskSize];
  }

  /// The most rows a selection may have.
  public int maxRows() {
    return indices.length;
  }

  /// Rows selected now.
  public int count() {
    return count;
  }

  /// Where each selected row lies in its batch.
  public int[] indices() {
    return indices;
  }

  /// count × observation size, standardised.
  public float[] observations() {
    return observations;
  }

  /// count × action size; null where actions are continuous.
  public int[] discreteActions() {
    return discreteActions;
  }

  /// count × action size, raw; null where actions are discrete.
  public float[] continuousActions() {
    return continuousActions;
  }

  /// count × mask size with 1 for allowed; null where everything is.
  public byte[] masks() {
    return masked ? maskBytes : null;
  }

  /// Sequences selected; 0 where rows were selected one by one.
  public int sequences() {
    return sequences;
  }

  /// First row of sequence `s`; of `sequences()`, the row count.
  public int sequenceStart(int s) {
    return sequenceStarts[s];
  }

  /// Number in the batch of sequence `s`.
  public int sequence(int s) {
    return sequenceOf[s];
  }

  /// Recurrent state before the first row of sequence `s`; null where none was recorded, which means zeros.
  public float[] initialState(int s) {
    return initialStates.length == 0 ? null : initialStates[sequenceOf[s]];
  }

  /// Starts a new selection.
  ///
  /// @param masked whether rows carry masks
  /// @param initialStates recurrent states of the batch's sequences; empty where the policy remembers nothing
  public void clear(boolean masked, float[][] initialStates) {
    this.masked = masked;
    this.initialStates = initialStates;
    count = 0;
    sequences = 0;
  }

  /// Opens a sequence; the rows added next belong to it.
  ///
  /// @param sequence its number in the batch
  public void startSequence(int sequence) {
    sequenceOf[sequences] = sequence;
    sequenceStarts[sequences] = count;
    sequences++;
    sequenceStarts[sequences] = count;
  }

  /// Adds `n` consecutive rows of a batch from row `row` on; the columns are the batch's.
  public void add(int row, int n, float[] batchObservations, int[] batchDiscrete, float[] batchContinuous, byte[] batchMasks) {
    if (count + n > indices.length) {
      throw new IllegalArgumentException(count + n + " rows selected; expected at most " + indices.length);
    }
    copy(batchObservations, row, observationSize, observations, n);
    if (discreteActions != null) {
      System.arraycopy(batchDiscrete, row * actionSize, discreteActions, count * actionSize, n * actionSize);
    } else {
      copy(batchContinuous, row, actionSize, continuousActions, n);
    }
    if (masked) {
      System.arraycopy(batchMasks, row * maskSize, maskBytes, count * maskSize, n * maskSize);
    }
    for (int i = 0; i < n; i++) {
      indices[count + i] = row + i;
    }
    count += n;
    sequenceStarts[sequences] = count;
  }

  /// Adds an observation on which nobody acted, such as the one after a trajectory's last step; its action is stale.
  public void addObservation(int row, float[] observations) {
    copy(observations, row, observationSize, this.observations, 1);
    count++;
    sequenceStarts[sequences] = count;
  }

  private void copy(float[] from, int row, int width, float[] to, int n) {
    if (width <= 8 && n == 1) {
      for (int i = 0; i < width; i++) {
        to[count * width + i] = from[row * width + i];
      }
      return;
    }
    System.arraycopy(from, row * width, to, count * width, n * width);
  }

  /// Writes the batch's figures of the selected rows side by side.
  public void gather(float[] figures, float[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = figures[indices[i]];
    }
  }
}
