// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.provenance;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import org.junit.jupiter.api.Test;
import org.tribuo.provenance.ModelProvenance;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyProvenanceTest {
  private static final VersionFacts FACTS = new VersionFacts("io.tributary.rl.policy.NetworkPolicy", "night", "cartpole", 7, 6,
      OffsetDateTime.parse("2026-01-02T03:04:05Z"), 1_700_000_000_000L, 1792, Map.of("parameters", "ab", "moments", "cd"), "cluster", "night.trajectories",
      List.of("0:[12,20)", "1:[3,9)"), 11, 256, 1, 4, 1, 2, Map.of("learner.clip.range.from", "0.2", "algorithm", "ppo"), "0.1.0");

  @Test
  void shouldSurviveTribuosOwnMarshalling() {
    ModelProvenance provenance = PolicyProvenance.of(FACTS);
    assertThat(ProvenanceUtil.unmarshalProvenance(ProvenanceUtil.marshalProvenance(provenance))).isEqualTo(provenance);
  }

  @Test
  void shouldSayDatasetTrainerAndVersion() {
    ModelProvenance provenance = PolicyProvenance.of(FACTS);
    assertThat(provenance.getDatasetProvenance().getNumExamples()).isEqualTo(256);
    assertThat(provenance.getTrainingTime()).isEqualTo(FACTS.created());
    assertThat(provenance.getTrainerProvenance().getConfiguredParameters()).containsOnlyKeys("learner.clip.range.from", "algorithm");
    Map<?, ?> json = (Map<?, ?>) PolicyProvenance.json(FACTS);
    assertThat(((Map<?, ?>) json.get("instance-values")).get("policy-version")).isEqualTo(7L);
    assertThat(((Map<?, ?>) ((Map<?, ?>) json.get("dataset")).get("datasource")).get("ranges")).isEqualTo("0:[12,20) 1:[3,9)");
  }
}
