// SPDX-License-Identifier: Apache-2.0
package io.tributary.audit;

import java.util.HashSet;
import java.util.Set;

import io.tributary.schemas.RunSpec;
import io.tributary.schemas.SettingsRevision;
import io.tributary.schemas.SpecRecord;

/// The run's spec comes first, and revisions of the settings are numbered from 1 without gap.
final class SpecLaw {
  private final String run;
  private final Findings findings;
  private final Set<Integer> known = new HashSet<>(Set.of(0));
  private boolean begun;
  private int last;

  SpecLaw(String run, Findings findings) {
    this.run = run;
    this.findings = findings;
  }

  void record(Place place, SpecRecord record) {
    switch (record) {
      case RunSpec spec -> {
        if (!begun && !spec.run().equals(run)) {
          findings.add(FindingKind.SPEC_NOT_FIRST, place, "the first record is the spec of run " + spec.run() + "; expected that of run " + run);
        }
      }
      case SettingsRevision revision -> revision(place, revision.revision());
    }
    begun = true;
  }

  private void revision(Place place, int number) {
    if (!begun) {
      findings.add(FindingKind.SPEC_NOT_FIRST, place, "the first record is settings revision " + number + "; expected the spec of run " + run);
    }
    if (number != last + 1) {
      findings.add(FindingKind.SETTINGS_REVISION_MISSING, place, "settings revision " + number + " after " + last + "; expected " + (last + 1));
    }
    last = number;
    known.add(number);
  }

  /// Whether there is such a revision; 0 is the spec itself.
  boolean knows(int revision) {
    return known.contains(revision);
  }
}
