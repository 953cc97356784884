// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Where values and advantages come from. Trajectories that recorded none are always computed by the trainer.
public enum TargetSource {
  /// As the topology computed them from the values recorded while acting.
  RECORDED,
  /// From the parent's critic, once an update.
  PER_UPDATE,
  /// From the present critic, at the start of each epoch.
  PER_EPOCH
}
