// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.normalise.Moments;

/// Computes {@link AgentHashes}.
final class AgentDigest {
  private AgentDigest() {}

  static AgentHashes of(Agent agent) {
    ByteBuffer statistics = buffer(bytes(agent.policy().observations()) + bytes(agent.policy().returns()));
    put(statistics, agent.policy().observations());
    put(statistics, agent.policy().returns());
    float[] moments = agent.optimiser().moments();
    ByteBuffer optimiser = buffer(moments.length * Float.BYTES + 2 * Long.BYTES);
    optimiser.asFloatBuffer().put(moments);
    optimiser.position(moments.length * Float.BYTES);
    optimiser.putLong(agent.optimiser().policySteps()).putLong(agent.optimiser().criticSteps());
    return new AgentHashes(hash(floats(agent.policy().parameters())), hash(statistics.array()), hash(optimiser.array()));
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
