// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.policy.Rows;

/// Trajectories side by side: the columns of all their steps, and where each trajectory starts.
///
/// Rows keep the order of the trajectories given, so that whoever sorts them decides the bits of the update. One batch can be filled again and again:
/// its arrays only ever grow. *Callers must not write them*, and entries behind {@link #rows} are stale.
public final class Batch {
  private final Spaces spaces;
  private final List<Trajectory> trajectories = new ArrayList<>();
  private int rows;
  private int[] starts = {0};
  private float[] observations = {};
  private float[] nextObservations = {};
  private int[] discreteActions = {};
  private float[] continuousActions = {};
  private float[] logProbabilities = {};
  private byte[] masks = {};
  private boolean masked;
  private boolean logProbabilitiesComplete;
  private float[][] initialStates = {};

  public Batch(Spaces spaces) {
    this.spaces = spaces;
  }

  /// A batch of these trajectories.
  public static Batch of(Spaces spaces, List<Trajectory> trajectories) {
    return new Batch(spaces).fill(trajectories);
  }

  /// Forgets what it held and takes these trajectories in this order.
  ///
  /// @throws IllegalArgumentException where there is none, or a trajectory's shapes are not those of the spaces
  public Batch fill(List<Trajectory> next) {
    if (next.isEmpty()) {
      throw new IllegalArgumentException("a batch of no trajectories; expected at least one");
    }
    next.forEach(trajectory -> BatchShapes.require(spaces, trajectory));
    trajectories.clear();
    trajectories.addAll(next);
    layOut();
    for (int i = 0; i < trajectories.size(); i++) {
      copy(i, trajectories.get(i).columns());
    }
    return this;
  }

  private void layOut() {
    int count = trajectories.size();
    starts = starts.length > count ? starts : new int[count + 1];
    masked = false;
    logProbabilitiesComplete = true;
    for (int i = 0; i < count; i++) {
      Columns columns = trajectories.get(i).columns();
      starts[i + 1] = Math.addExact(starts[i], columns.count());
      masked |= columns.masks() != null;
      logProbabilitiesComplete &= columns.logProbabilities() != null;
    }
    rows = starts[count];
    observations = grown(observations, Math.multiplyExact(rows, spaces.observationSize()));
    nextObservations = grown(nextObservations, Math.multiplyExact(count, spaces.observationSize()));
    logProbabilities = grown(logProbabilities, rows);
    masks = masked && masks.length < rows * spaces.maskSize() ? new byte[rows * spaces.maskSize()] : masks;
    initialStates = new float[count][];
    if (spaces.discreteActions()) {
      discreteActions = discreteActions.length < rows * spaces.actionSize() ? new int[rows * spaces.actionSize()] : discreteActions;
    } else {
      continuousActions = grown(continuousActions, rows * spaces.actionSize());
    }
  }

  private void copy(int i, Columns columns) {
    int from = starts[i];
    int size = spaces.observationSize();
    System.arraycopy(columns.observations(), 0, observations, from * size, columns.count() * size);
    System.arraycopy(columns.nextObservation(), 0, nextObservations, i * size, columns.nextObservation().length);
    if (columns.discreteActions() != null) {
      System.arraycopy(columns.discreteActions(), 0, discreteActions, from * spaces.actionSize(), columns.discreteActions().length);
    } else {
      System.arraycopy(columns.continuousActions(), 0, continuousActions, from * spaces.actionSize(), columns.continuousActions().length);
    }
    if (columns.logProbabilities() != null) {
      System.arraycopy(columns.logProbabilities(), 0, logProbabilities, from, columns.count());
    }
    if (masked && columns.masks() != null) {
      System.arraycopy(columns.masks(), 0, masks, from * spaces.maskSize(), columns.masks().length);
    } else if (masked) {
      Arrays.fill(masks, from * spaces.maskSize(), starts[i + 1] * spaces.maskSize(), (byte) 1);
    }
    initialStates[i] = columns.recurrentBefore();
  }

  private static float[] grown(float[] array, int length) {
    return array.length < length ? new float[length] : array;
  }

  public Spaces spaces() {
    return spaces;
  }

  /// Memory for selections of up to so many of its rows.
  public Rows rowsFor(int maxRows) {
    return new Rows(maxRows, spaces.observationSize(), spaces.actionSize(), spaces.maskSize(), spaces.discreteActions());
  }

  /// Steps of all trajectories together.
  public int rows() {
    return rows;
  }

  /// Trajectories, which are also the sequences a recurrent policy runs over.
  public int trajectories() {
    return trajectories.size();
  }

  public Trajectory trajectory(int i) {
    return trajectories.get(i);
  }

  /// Row of the first step of trajectory `i`; of `trajectories()`, the row count.
  public int start(int i) {
    return starts[i];
  }

  /// rows × observation size, raw.
  public float[] observations() {
    return observations;
  }

  /// trajectories × observation size, raw: the observation after each trajectory's last step; stale where it was not recorded.
  public float[] nextObservations() {
    return nextObservations;
  }

  /// rows × action size; empty where actions are continuous.
  public int[] discreteActions() {
    return discreteActions;
  }

  /// rows × action size, raw; empty where actions are discrete.
  public float[] continuousActions() {
    return continuousActions;
  }

  /// log μ of each row's action; stale in trajectories that recorded none.
  public float[] logProbabilities() {
    return logProbabilities;
  }

  /// Whether every trajectory recorded log μ.
  public boolean logProbabilitiesComplete() {
    return logProbabilitiesComplete;
  }

  /// Whether some trajectory recorded masks; where another did not, everything was allowed.
  public boolean masked() {
    return masked;
  }

  /// rows × mask size, 1 for allowed; stale where {@link #masked} is false.
  public byte[] masks() {
    return masks;
  }

  /// Recurrent state before each trajectory's first step; null where none was recorded.
  public float[][] initialStates() {
    return initialStates;
  }
}
