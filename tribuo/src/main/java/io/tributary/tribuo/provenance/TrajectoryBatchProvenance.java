// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.provenance;

import java.util.Map;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import org.tribuo.provenance.DatasetProvenance;

/// The batch a version was learned from: an example is a step, a feature a number of its observation, an output a number of its action.
public final class TrajectoryBatchProvenance extends DatasetProvenance {
  private static final long serialVersionUID = 1L;

  TrajectoryBatchProvenance(VersionFacts facts) {
    super(new TrajectoryLogProvenance(facts), new ListProvenance<>(), TrajectoryBatchProvenance.class.getName(), true, true, Math.toIntExact(facts.steps()),
        facts.observationSize(), facts.actionSize());
  }

  /// From what it was marshalled to.
  public TrajectoryBatchProvenance(Map<String, Provenance> marshalled) {
    super(marshalled);
  }
}
