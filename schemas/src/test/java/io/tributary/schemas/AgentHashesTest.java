// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.OptimiserState;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;

import static org.assertj.core.api.Assertions.assertThat;

/// The hashes are of exactly the documented bytes, so that anything that speaks SHA-256 can check a model.
class AgentHashesTest {
  @Test
  void shouldHashTheDocumentedBytes() {
    PolicyState policy = new PolicyState(new float[] {1, -2}, new Moments(3, new double[] {0.5}, new double[] {2}), Moments.empty(1));
    AgentHashes hashes = AgentHashes.of(new Agent(7, policy, new OptimiserState(new float[] {0.5f}, 2, 3), 99, null));
    assertThat(hashes.parameters()).isEqualTo(sha256("0000803f" + "000000c0"));
    assertThat(hashes.statistics()).isEqualTo(sha256(
        "0000000000000840" + "000000000000e03f" + "0000000000000040" + "0000000000000000" + "0000000000000000" + "0000000000000000"));
    assertThat(hashes.moments()).isEqualTo(sha256("0000003f" + "0200000000000000" + "0300000000000000"));
  }

  /// Printed by `printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum`.
  @Test
  void shouldAgreeWithAForeignTool() {
    PolicyState policy = new PolicyState(new float[] {1, -2}, Moments.empty(1), Moments.empty(1));
    assertThat(AgentHashes.of(new Agent(0, policy, new OptimiserState(new float[0], 0, 0), 0, null)).parameters())
        .isEqualTo("ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b");
  }

  @Test
  void shouldSurviveTheWire() {
    for (long seed = 0; seed < 20; seed++) {
      Checkpoint checkpoint = (Checkpoint) new Samples(seed).of("Checkpoint");
      Checkpoint read = Codecs.checkpoint().decode(Codecs.checkpoint().encode(checkpoint));
      assertThat(AgentHashes.of(read.agent())).isEqualTo(AgentHashes.of(checkpoint.agent()));
      PolicySnapshot snapshot = (PolicySnapshot) new Samples(seed).of("PolicySnapshot");
      assertThat(Codecs.policySnapshot().decode(Codecs.policySnapshot().encode(snapshot)).hashes()).isEqualTo(snapshot.hashes());
    }
  }

  private static String sha256(String hex) {
    return HexFormat.of().formatHex(AgentDigest.sha256(HexFormat.of().parseHex(hex)));
  }
}
