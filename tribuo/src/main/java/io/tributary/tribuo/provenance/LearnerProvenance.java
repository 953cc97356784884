// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.provenance;

import java.util.Map;
import java.util.TreeMap;

import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import org.tribuo.provenance.TrainerProvenance;

/// The trainer: its settings as configured parameters, and which revision of them, session and code it was.
public final class LearnerProvenance implements TrainerProvenance {
  private static final long serialVersionUID = 1L;
  private static final String REVISION = "settings-revision";
  private static final String CODE = "code-version";
  private static final String SESSION = "trainer-session";

  private final TreeMap<String, Provenance> parameters = new TreeMap<>();
  private final TreeMap<String, PrimitiveProvenance<?>> instance = new TreeMap<>();

  LearnerProvenance(VersionFacts facts) {
    facts.settings().forEach((key, value) -> parameters.put(key, new StringProvenance(key, value)));
    instance.put(REVISION, new IntProvenance(REVISION, facts.settingsRevision()));
    instance.put(CODE, new StringProvenance(CODE, facts.codeVersion()));
    instance.put(SESSION, new LongProvenance(SESSION, facts.trainerSession()));
  }

  /// From what it was marshalled to.
  public LearnerProvenance(Map<String, Provenance> marshalled) {
    marshalled.forEach((key, value) -> {
      if ((key.equals(REVISION) || key.equals(CODE) || key.equals(SESSION)) && value instanceof PrimitiveProvenance<?> primitive) {
        instance.put(key, primitive);
      } else if (!key.equals(CLASS_NAME)) {
        parameters.put(key, value);
      }
    });
  }

  @Override
  public String getClassName() {
    return "io.tributary.trainer.Trainer";
  }

  @Override
  public Map<String, Provenance> getConfiguredParameters() {
    return Map.copyOf(parameters);
  }

  @Override
  public Map<String, PrimitiveProvenance<?>> getInstanceValues() {
    return Map.copyOf(instance);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearnerProvenance learner && learner.parameters.equals(parameters) && learner.instance.equals(instance);
  }

  @Override
  public int hashCode() {
    return 31 * parameters.hashCode() + instance.hashCode();
  }

  @Override
  public String toString() {
    return generateString("Trainer");
  }
}
