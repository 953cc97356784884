// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.Steps;
import io.tributary.schemas.RejectionReason;

/// What becomes of every record of a log, said from the definitions by looking at the whole history each time: slow, without any state that
/// is carried from record to record but the fates themselves.
///
/// Fates are `rejected <reason>`, `segment <offset of its first record>`, `episode <offset of its first record>` (evaluation) and `open`.
final class FateOracle {
  private final List<RandomLog.Line> log;
  private final AssemblyRules rules;
  private final long[] clock;
  private final Map<Integer, String> fates = new TreeMap<>();

  FateOracle(List<RandomLog.Line> log, AssemblyRules rules) {
    this.log = log;
    this.rules = rules;
    clock = new long[log.size()];
    long now = 0;
    for (int i = 0; i < log.size(); i++) {
      // A worthless record of an environment that is not known moves nothing; the generator gives it no chance to matter.
      now = log.get(i).worthless() && !known(i) ? now : Math.max(now, log.get(i).timeMs());
      clock[i] = now;
    }
  }

  Map<Integer, String> fates() {
    for (int i = 0; i < log.size(); i++) {
      fates.put(i, "accepted");
      rejection(i);
    }
    for (int i = 0; i < log.size(); i++) {
      if (fates.get(i).equals("accepted") && startsSegment(i)) {
        settle(segment(i));
      }
    }
    return fates;
  }

  private boolean known(int i) {
    for (int j = 0; j < i; j++) {
      if (same(j, i) && !log.get(j).worthless()) {
        return true;
      }
    }
    return false;
  }

  private Steps at(int i) {
    return log.get(i).steps();
  }

  private boolean same(int i, int j) {
    return at(i).first().environment().equals(at(j).first().environment());
  }

  private boolean sameEpisode(int i, int j) {
    return same(i, j) && at(i).first().session() == at(j).first().session() && at(i).first().episode() == at(j).first().episode();
  }

  /// Valid records of the same environment before `i` that have not been forgotten.
  private List<Integer> before(int i) {
    List<Integer> before = new ArrayList<>();
    int last = i;
    for (int j = i - 1; j >= 0; j--) {
      if (same(j, i)) {
        if (clock[last] - clock[j] >= rules.forgetAfterMs()) {
          break;
        }
        last = j;
        if (!log.get(j).worthless()) {
          before.addFirst(j);
        }
      }
    }
    return before;
  }

  private boolean whole(int i) {
    return rules.wholeEpisodes(at(i).purpose());
  }

  private void rejection(int i) {
    if (log.get(i).worthless()) {
      reject(i, RejectionReason.NON_FINITE);
      return;
    }
    var first = at(i).first();
    List<Integer> before = before(i);
    if (before.stream().anyMatch(j -> at(j).first().session() > first.session())) {
      reject(i, RejectionReason.SUPERSEDED);
      return;
    }
    List<Integer> session = before.stream().filter(j -> at(j).first().session() == first.session()).toList();
    if (session.stream().anyMatch(j -> at(j).first().episode() > first.episode())) {
      reject(i, RejectionReason.LATE);
      return;
    }
    List<Integer> episode = session.stream().filter(j -> sameEpisode(j, i)).toList();
    List<Integer> accepted = episode.stream().filter(j -> fates.get(j).equals("accepted")).toList();
    if (accepted.stream().anyMatch(j -> at(j).nextIndex() > first.index())) {
      reject(i, RejectionReason.DUPLICATE);
    } else if (accepted.stream().anyMatch(j -> at(j).ending().endsEpisode())) {
      reject(i, RejectionReason.LATE);
    } else if (whole(i)) {
      wholeEpisode(i, episode, accepted);
    }
  }

  /// The episode counts only if every step up to this one is there, in one kind, without a pause.
  private void wholeEpisode(int i, List<Integer> episode, List<Integer> accepted) {
    int steps = accepted.stream().mapToInt(j -> at(j).count()).sum();
    boolean brokenBefore = episode.stream().anyMatch(j -> fates.get(j).equals("rejected gap") || fates.get(j).equals("rejected malformed"));
    boolean paused = false;
    for (int k = 0; k < accepted.size(); k++) {
      int until = k + 1 < accepted.size() ? accepted.get(k + 1) : i;
      paused |= clock[until] - clock[accepted.get(k)] >= rules.abandonAfterMs();
    }
    if (brokenBefore || paused || at(i).first().index() != steps) {
      reject(i, RejectionReason.GAP);
    } else if (!accepted.isEmpty() && differ(accepted.getFirst(), i)) {
      reject(i, RejectionReason.MALFORMED);
    }
  }

  private boolean differ(int i, int j) {
    return (at(i).columns().values() == null) != (at(j).columns().values() == null)
        || recurrentSize(at(i)) != recurrentSize(at(j));
  }

  private static int recurrentSize(Steps steps) {
    return steps.columns().recurrentBefore() == null ? -1 : steps.columns().recurrentBefore().length;
  }

  private void reject(int i, RejectionReason reason) {
    fates.put(i, "rejected " + reason.label());
  }

  private boolean accepted(int i) {
    return !fates.get(i).startsWith("rejected");
  }

  /// The accepted record before `i` in its environment's life; −1 if none.
  private int previous(int i) {
    return before(i).stream().filter(this::accepted).reduce((a, b) -> b).orElse(-1);
  }

  private boolean startsSegment(int i) {
    int previous = previous(i);
    return previous < 0 || !continues(previous, i);
  }

  /// Whether accepted record `j` goes on in the segment of the accepted record `i` before it.
  private boolean continues(int i, int j) {
    if (!sameEpisode(i, j) || at(i).nextIndex() != at(j).first().index() || clock[j] - clock[i] >= rules.abandonAfterMs() || differ(i, j)
        || at(i).ending().endsEpisode()) {
      return false;
    }
    return whole(i) || !complete(i);
  }

  /// Whether a training segment closes with record `i`.
  private boolean complete(int i) {
    int steps = at(i).count();
    for (int k = i; !startsSegment(k); steps += at(k).count()) {
      k = previous(k);
    }
    return at(i).cut() || steps >= rules.segmentSteps();
  }

  private List<Integer> segment(int start) {
    List<Integer> segment = new ArrayList<>(List.of(start));
    for (int j = start + 1; j < log.size(); j++) {
      if (same(start, j) && accepted(j) && previous(j) == segment.getLast()) {
        if (!continues(segment.getLast(), j)) {
          break;
        }
        segment.add(j);
      }
    }
    return segment;
  }

  private void settle(List<Integer> segment) {
    int first = segment.getFirst();
    int last = segment.getLast();
    boolean evaluation = at(first).purpose() == Purpose.EVALUATE;
    boolean closed = at(last).ending().endsEpisode() || (!whole(last) && complete(last));
    String fate = (evaluation ? "episode " : "segment ") + first;
    if (!closed) {
      RejectionReason reason = interruption(last);
      fate = reason == null ? "open" : whole(last) ? "rejected " + reason.label() : fate;
    }
    for (int i : segment) {
      fates.put(i, fate);
    }
  }

  /// What ends the open segment whose last record is `last`; null if nothing did.
  private RejectionReason interruption(int last) {
    for (int j = last + 1; j < log.size(); j++) {
      if (clock[j] - clock[last] >= rules.abandonAfterMs()) {
        return RejectionReason.ABANDONED;
      }
      if (!same(last, j) || log.get(j).worthless()) {
        continue;
      }
      var was = at(last).first();
      var is = at(j).first();
      if (is.session() != was.session()) {
        if (is.session() > was.session()) {
          return RejectionReason.SUPERSEDED;
        }
      } else if (is.episode() > was.episode()) {
        return RejectionReason.GAP;
      } else if (is.episode() == was.episode() && is.index() > at(last).nextIndex()) {
        return RejectionReason.GAP;
      } else if (is.episode() == was.episode() && is.index() == at(last).nextIndex()) {
        return RejectionReason.MALFORMED;
      }
    }
    return null;
  }
}
