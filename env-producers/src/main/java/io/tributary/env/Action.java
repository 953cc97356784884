// SPDX-License-Identifier: Apache-2.0
package io.tributary.env;

/// One action, seen through a window on a row of a batch, so that handing it to an environment copies nothing.
///
/// **Assumptions.** Valid only during the call it is passed to: the caller moves the window to the next row afterwards. An environment that
/// needs the action later copies the numbers.
/// **Example.** `environment.step(Action.discrete(1), observation, 0)`.
public final class Action {
  private final int[] choices;
  private final float[] numbers;
  private final int size;
  private int start;

  private Action(int[] choices, float[] numbers, int size) {
    this.choices = choices;
    this.numbers = numbers;
    this.size = size;
  }

  /// One whole number for each element of a discrete or multi-discrete space.
  public static Action discrete(int... choices) {
    return new Action(choices, null, choices.length);
  }

  /// One real number for each element of a box.
  public static Action continuous(float... numbers) {
    return new Action(null, numbers, numbers.length);
  }

  /// A window on rows of `size` numbers; exactly one of the arrays is not null.
  public static Action rows(int[] choices, float[] numbers, int size) {
    if ((choices == null) == (numbers == null)) {
      throw new IllegalArgumentException("an action of both or neither kind; expected whole or real numbers");
    }
    return new Action(choices, numbers, size);
  }

  /// Moves the window to a row and returns this same object.
  public Action at(int row) {
    start = row * size;
    return this;
  }

  /// Elements it has.
  public int size() {
    return size;
  }

  /// The choice of a discrete action.
  public int choice() {
    return choices[start];
  }

  /// One choice of a multi-discrete action.
  public int choice(int element) {
    return choices[start + element];
  }

  /// One number of a continuous action, inside the bounds of the space.
  public float number(int element) {
    return numbers[start + element];
  }
}
