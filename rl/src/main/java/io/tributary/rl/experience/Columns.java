// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

import java.util.Arrays;
import java.util.List;

/// The columns of one or more consecutive steps of one episode: what {@link Steps} and {@link Trajectory} have in common.
///
/// **Guarantees.** Every array was copied in once by the builder, or handed over to it, and has exactly the length its shape demands. The accessors
/// return those arrays themselves, because they are read in inner loops: *callers must not write them*. A column that was not
/// recorded is null.
///
/// Shapes, with n steps, observation size O, action size A, mask size M:
/// observations n × O; nextObservation O (or empty: not recorded, allowed after a termination only); actions n × A, as ints where the
/// action space is integral and floats otherwise; environmentActions n × A; logProbabilities n; values n + 1, the last being
/// V(nextObservation), in reward units; rewards n, raw, in the environment's unit; masks n × M with 1 for allowed;
/// recurrentBefore and recurrentAfter any equal length.
public final class Columns {
  private static final float[] EMPTY = {};

  private final int count;
  private final float[] observations;
  private final float[] nextObservation;
  private final int[] discreteActions;
  private final float[] continuousActions;
  private final float[] environmentActions;
  private final float[] logProbabilities;
  private final float[] values;
  private final float[] rewards;
  private final byte[] masks;
  private final float[] recurrentBefore;
  private final float[] recurrentAfter;

  private Columns(Builder b) {
    count = b.count;
    observations = b.observations;
    nextObservation = b.nextObservation;
    discreteActions = b.discreteActions;
    continuousActions = b.continuousActions;
    environmentActions = b.environmentActions;
    logProbabilities = b.logProbabilities;
    values = b.values;
    rewards = b.rewards;
    masks = b.masks;
    recurrentBefore = b.recurrentBefore;
    recurrentAfter = b.recurrentAfter;
  }

  /// Steps these columns hold, at least 1.
  public int count() {
    return count;
  }

  /// Floats per observation.
  public int observationSize() {
    return observations.length / count;
  }

  /// Numbers per action.
  public int actionSize() {
    return (discreteActions != null ? discreteActions.length : continuousActions.length) / count;
  }

  public float[] observations() {
    return observations;
  }

  /// The observation after the last step, never the reset one; empty where it was not recorded.
  public float[] nextObservation() {
    return nextObservation;
  }

  /// Null where actions are continuous.
  public int[] discreteActions() {
    return discreteActions;
  }

  /// The raw sampled actions, never the clipped ones; null where actions are discrete.
  public float[] continuousActions() {
    return continuousActions;
  }

  /// What the environment received where that differs from the raw action; null otherwise.
  public float[] environmentActions() {
    return environmentActions;
  }

  /// log μ of the raw action under the behaviour policy; null for plain logs.
  public float[] logProbabilities() {
    return logProbabilities;
  }

  /// V of each observation and of nextObservation, in reward units; null where no critic acted along.
  public float[] values() {
    return values;
  }

  public float[] rewards() {
    return rewards;
  }

  /// 1 for an allowed choice, 0 for a forbidden one; null where everything was allowed.
  public byte[] masks() {
    return masks;
  }

  /// The policy's recurrent state before the first step; null for memoryless policies.
  public float[] recurrentBefore() {
    return recurrentBefore;
  }

  /// The policy's recurrent state after the last step; null for memoryless policies.
  public float[] recurrentAfter() {
    return recurrentAfter;
  }

  /// The columns of consecutive records of one episode as if they had been one record.
  ///
  /// A column survives only where every part has it, except for masks and environment actions: their absence has a meaning (everything was
  /// allowed; the action itself was received), so a part without them is filled in. At an inner border V_{t+1} is the next record's first value, so of each part
  /// but the last the closing value is dropped (design §4).
  ///
  /// @throws IllegalArgumentException where the parts' shapes differ or there is none
  public static Columns concatenate(List<Columns> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no columns to concatenate; expected at least one record");
    }
    return Concatenation.of(parts);
  }

  /// Collects columns; every setter copies its range, so callers may reuse their buffers, unless they hand them over ({@link #adopting}).
  public static final class Builder {
    private final int count;
    private final int observationSize;
    private final int actionSize;
    private float[] observations;
    private float[] nextObservation = EMPTY;
    private int[] discreteActions;
    private float[] continuousActions;
    private float[] environmentActions;
    private float[] logProbabilities;
    private float[] values;
    private float[] rewards;
    private byte[] masks;
    private float[] recurrentBefore;
    private float[] recurrentAfter;
    private boolean adopting;

    /// @throws IllegalArgumentException for fewer than one step or element
    public Builder(int count, int observationSize, int actionSize) {
      if (count < 1 || observationSize < 1 || actionSize < 1) {
        throw new IllegalArgumentException("columns of " + count + " steps, observation size " + observationSize + ", action size " + actionSize
            + "; expected each to be at least 1");
      }
      this.count = count;
      this.observationSize = observationSize;
      this.actionSize = actionSize;
    }

    /// From now on a source that is exactly its column is kept instead of copied: the caller hands it over and never writes it again. For decoders, which have
    /// just made the arrays: copying them once more was half of what a decoded record allocated.
    public Builder adopting() {
      adopting = true;
      return this;
    }

    public Builder observations(float[] source, int from) {
      observations = copy(source, from, count * observationSize);
      return this;
    }

    public Builder nextObservation(float[] source, int from) {
      nextObservation = copy(source, from, observationSize);
      return this;
    }

    public Builder discreteActions(int[] source, int from) {
      int until = checked(source.length, from, count * actionSize);
      discreteActions = isHandedOver(source.length, from, until) ? source : Arrays.copyOfRange(source, from, until);
      return this;
    }

    public Builder continuousActions(float[] source, int from) {
      continuousActions = copy(source, from, count * actionSize);
      return this;
    }

    public Builder environmentActions(float[] source, int from) {
      environmentActions = copy(source, from, count * actionSize);
      return this;
    }

    public Builder logProbabilities(float[] source, int from) {
      logProbabilities = copy(source, from, count);
      return this;
    }

    /// `count + 1` entries, the last being V(nextObservation).
    public Builder values(float[] source, int from) {
      values = copy(source, from, count + 1);
      return this;
    }

    public Builder rewards(float[] source, int from) {
      rewards = copy(source, from, count);
      return this;
    }

    public Builder masks(byte[] source, int from, int maskSize) {
      int until = checked(source.length, from, count * maskSize);
      masks = isHandedOver(source.length, from, until) ? source : Arrays.copyOfRange(source, from, until);
      return this;
    }

    public Builder recurrent(float[] before, float[] after) {
      if (before.length != after.length) {
        throw new IllegalArgumentException("recurrent state of " + before.length + " floats before and " + after.length + " after; expected equal");
      }
      recurrentBefore = copy(before, 0, before.length);
      recurrentAfter = copy(after, 0, after.length);
      return this;
    }

    /// @throws IllegalArgumentException where observations, rewards or exactly one kind of actions are missing
    public Columns build() {
      if (observations == null || rewards == null || (discreteActions == null) == (continuousActions == null)) {
        throw new IllegalArgumentException("incomplete columns; expected observations, rewards and either discrete or continuous actions");
      }
      return new Columns(this);
    }

    private float[] copy(float[] source, int from, int length) {
      int until = checked(source.length, from, length);
      return isHandedOver(source.length, from, until) ? source : Arrays.copyOfRange(source, from, until);
    }

    private boolean isHandedOver(int length, int from, int until) {
      return adopting && from == 0 && until == length;
    }

    private static int checked(int available, int from, int length) {
      if (from < 0 || from + length > available) {
        throw new IllegalArgumentException("a column needs " + length + " entries from " + from + " but the source has " + available);
      }
      return from + length;
    }
  }
}
