// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.provenance;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import org.tribuo.provenance.DataSourceProvenance;

/// The records of a trajectories topic that a version was learned from.
public final class TrajectoryLogProvenance implements DataSourceProvenance {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Provenance> values;

  TrajectoryLogProvenance(VersionFacts facts) {
    values = new TreeMap<>();
    text(CLASS_NAME, TrajectoryLogProvenance.class.getName());
    text("topic", facts.topic());
    text("cluster-id", facts.clusterId());
    text("ranges", String.join(" ", facts.ranges()));
    number("trajectories", facts.trajectories());
    number("steps", facts.steps());
    number("skipped", facts.skipped());
  }

  /// From what it was marshalled to.
  public TrajectoryLogProvenance(Map<String, Provenance> marshalled) {
    values = new TreeMap<>(marshalled);
  }

  private void text(String key, String value) {
    values.put(key, new StringProvenance(key, value));
  }

  private void number(String key, long value) {
    values.put(key, new LongProvenance(key, value));
  }

  @Override
  public String getClassName() {
    return TrajectoryLogProvenance.class.getName();
  }

  @Override
  public Iterator<Pair<String, Provenance>> iterator() {
    List<Pair<String, Provenance>> pairs = new ArrayList<>();
    values.forEach((key, value) -> pairs.add(new Pair<>(key, value)));
    return pairs.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrajectoryLogProvenance log && log.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return generateString("TrajectoryLog");
  }
}
