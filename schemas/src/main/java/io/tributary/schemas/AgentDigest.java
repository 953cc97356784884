// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;

/// Computes {@link AgentHashes}.
final class AgentDigest {
  private AgentDigest() {}

  static AgentHashes of(Agent agent) {
    float[] moments = agent.optimiser().moments();
    ByteBuffer optimiser = buffer(moments.length * Float.BYTES + 2 * Long.BYTES);
    optimiser.asFloatBuffer().put(moments);
    optimiser.position(moments.length * Float.BYTES);
    optimiser.putLong(agent.optimiser().policySteps()).putLong(agent.optimiser().criticSteps());
    return new AgentHashes(parameters(agent.policy()), statistics(agent.policy()), hash(optimiser.array()));
  }

  static String parameters(PolicyState policy) {
    return hash(floats(policy.parameters()));
  }

  static String statistics(PolicyState policy) {
    ByteBuffer statistics = buffer(bytes(policy.observations()) + bytes(policy.returns()));
    put(statistics, policy.observations());
    put(statistics, policy.returns());
    return hash(statistics.array());
  }

  private static byte[] floats(float[] values) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static int bytes(Moments moments) {
    return Double.BYTES * (1 + 2 * moments.features());
  }

  private static void put(ByteBuffer target, Moments moments) {
    target.putDouble(moments.count());
    for (int i = 0; i < moments.features(); i++) {
      target.putDouble(moments.mean(i));
    }
    for (int i = 0; i < moments.features(); i++) {
      target.putDouble(moments.squares(i));
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
