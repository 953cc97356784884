// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.rejected;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.runs.Run;
import io.tributary.schemas.Segmenting;
import io.tributary.streams.Assembled;
import io.tributary.streams.AssemblyRules;
import io.tributary.streams.EpisodeAssembler;
import io.tributary.streams.InMemoryOpenEpisodes;
import io.tributary.streams.StepsRecord;

/// Puts rejected records in an order in which the topology can take them, and leaves out what it could not.
///
/// The records of an episode follow one another; where some in between are missing, what is left of the episode becomes several episodes, each a
/// part that begins at its first index. Where only whole episodes count, a part is of no use and stays where it is. What the topology will say is
/// not guessed: its own assembler says it, of the copies themselves.
final class Arrangement {
  private static final int LONGEST_ID = 249;

  /// What is of no use, and why.
  interface Leaving {
    void leave(Coordinates source, Left cause, String why);
  }

  private final Run run;
  private final AssemblyRules rules;
  private final long session;
  private final Leaving leaving;

  /// @param session of all copies
  Arrangement(Run run, long session, Leaving leaving) {
    this.run = run;
    this.rules = AssemblyRules.of(run.spec(), run.topics());
    this.session = session;
    this.leaving = leaving;
  }

  /// The copies to send, as parts that belong together, in their order.
  List<List<Copy>> parts(List<Copy> originals) {
    List<Copy> usable = originals.stream().filter(this::isUsable).sorted(Comparator
        .comparing((Copy copy) -> copy.original().first().environment())
        .thenComparingLong(copy -> copy.original().first().session())
        .thenComparingLong(copy -> copy.original().first().episode())
        .thenComparingLong(copy -> copy.original().first().index())
        .thenComparing(Copy::source)).toList();
    return accepted(numbered(consecutive(usable)));
  }

  /// Whether it could be accepted in any place at all.
  private boolean isUsable(Copy candidate) {
    Steps original = candidate.original();
    String environment = Copy.environment(original.first().environment());
    if (environment.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_ID) {
      leaving.leave(candidate.source(), Left.NAME, "its copies would be of environment '" + environment + "'; expected at most " + LONGEST_ID + " bytes");
      return false;
    }
    Steps alone = new Steps(new StepId(environment, session, 0, 0), original.policyVersion(), original.columns(), original.ending(), original.cut(),
        original.returnBefore(), original.purpose(), original.rewardPending(), original.firstActedMs(), original.lastActedMs());
    for (Assembled made : assembler().assemble(record(alone, candidate.source().offset()))) {
      if (made instanceof Assembled.Rejected rejected) {
        leaving.leave(candidate.source(), Left.STILL_REJECTED, "still " + rejected.step().reason().label() + ": " + core(rejected.step().message()));
        return false;
      }
    }
    return true;
  }

  private EpisodeAssembler assembler() {
    return new EpisodeAssembler(rules, run.topics().steps().value(), new InMemoryOpenEpisodes());
  }

  private StepsRecord record(Steps steps, long offset) {
    byte[] key = run.topics().steps().key().encode(steps.first().environment());
    return new StepsRecord(key, run.topics().steps().value().encode(steps), rules.partition(key), offset, session);
  }

  /// What a rejection says between its place and its consequence, which are those of a trial.
  private static String core(String message) {
    int from = message.indexOf("] ");
    int until = message.lastIndexOf("; the record goes to ");
    return message.substring(from < 0 ? 0 : from + 2, until < 0 ? message.length() : until);
  }

  private List<List<Copy>> consecutive(List<Copy> sorted) {
    List<List<Copy>> parts = new ArrayList<>();
    List<Copy> part = new ArrayList<>();
    for (Copy copy : sorted) {
      Steps before = part.isEmpty() ? null : part.getLast().original();
      boolean sameEpisode = before != null && before.first().equals(copy.original().first().plus(before.first().index() - copy.original().first().index()));
      if (sameEpisode && copy.original().first().index() < before.nextIndex()) {
        leaving.leave(copy.source(), Left.TAKEN, "its steps are those of " + place(part.getLast().source()));
        continue;
      }
      if (before != null && !(sameEpisode && copy.original().first().index() == before.nextIndex() && !before.ending().endsEpisode()
          && before.purpose() == copy.original().purpose())) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.add(copy);
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts.stream().filter(this::isOfUse).toList();
  }

  private boolean isOfUse(List<Copy> part) {
    Steps first = part.getFirst().original();
    Steps last = part.getLast().original();
    boolean whole = first.purpose() == Purpose.EVALUATE || run.spec().segmenting() instanceof Segmenting.CompleteEpisodes;
    if (whole && (first.first().index() > 0 || !last.ending().endsEpisode())) {
      String why = "only whole episodes count, and of this one there are steps " + first.first().index() + " to " + (last.nextIndex() - 1)
          + (last.ending().endsEpisode() ? ", its last" : ", which do not end it");
      part.forEach(copy -> leaving.leave(copy.source(), Left.INCOMPLETE, why));
      return false;
    }
    return true;
  }

  private List<List<Copy>> numbered(List<List<Copy>> parts) {
    Map<String, Long> next = new HashMap<>();
    List<List<Copy>> numbered = new ArrayList<>();
    for (List<Copy> part : parts) {
      long episode = next.merge(Copy.environment(part.getFirst().original().first().environment()), 1L, Long::sum) - 1;
      List<Copy> placed = new ArrayList<>();
      for (int i = 0; i < part.size(); i++) {
        placed.add(part.get(i).placed(session, episode, i == part.size() - 1));
      }
      numbered.add(placed);
    }
    return numbered;
  }

  /// Those of which the assembler rejects nothing. A part is taken or left whole, so that no copy depends on one that is not sent.
  private List<List<Copy>> accepted(List<List<Copy>> parts) {
    EpisodeAssembler assembler = assembler();
    Map<Long, String> rejected = new HashMap<>();
    long offset = 0;
    for (List<Copy> part : parts) {
      for (Copy copy : part) {
        for (Assembled made : assembler.assemble(record(copy.copy(), offset))) {
          if (made instanceof Assembled.Rejected refusal) {
            rejected.put(refusal.step().offset(), "still " + refusal.step().reason().label() + ": " + core(refusal.step().message()));
          }
        }
        offset++;
      }
    }
    List<List<Copy>> accepted = new ArrayList<>();
    Set<Coordinates> left = new HashSet<>();
    offset = 0;
    for (List<Copy> part : parts) {
      String why = null;
      for (long i = offset; i < offset + part.size(); i++) {
        why = why == null ? rejected.get(i) : why;
      }
      offset += part.size();
      if (why == null) {
        accepted.add(part);
      } else {
        for (Copy copy : part) {
          if (left.add(copy.source())) {
            leaving.leave(copy.source(), Left.STILL_REJECTED, why);
          }
        }
      }
    }
    return accepted;
  }

  private String place(Coordinates source) {
    return run.topics().steps() + "-" + source.text();
  }
}
