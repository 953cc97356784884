// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson;

import java.util.List;

/// One claim about policy gradients that can be executed.
///
/// **Guarantees.** A run is a pure function of the options chosen, but for figures marked as measured: same options, same figures, on any machine.
/// So claims take exponentials and logarithms from {@link StrictMath} and random numbers from {@link io.tributary.rl.random.CounterRandom}.
///
/// **Adding one.** Write a class in `claim`, name it in {@link Lessons}, write the prose of `docs/lesson/<slug>.md` and run the tests once with
/// `TRIBUTARY_WRITE=true`, which adds the figures to the page.
public interface Claim {

  /// Its name on the command line, in small letters and hyphens.
  String slug();

  /// What is claimed, in one sentence.
  String statement();

  /// What can be changed about the problem. Each of them moves figures.
  List<Option> options();

  /// What `--without` leaves out.
  Without without();

  /// Works out the figures and compares them with what the claim says of them.
  Result run(Chosen chosen);

  /// The ingredient without which the claim does not hold.
  ///
  /// @param what is left out, as in "the step's own reward"
  /// @param reason why the claim fails then
  record Without(String what, String reason) {}
}
