// SPDX-License-Identifier: Apache-2.0
package io.tributary.runs;

import java.util.List;
import java.util.Locale;

/// Who works on a run, as far as a cluster's access rules are concerned.
public enum Role {
  /// Publishes steps and follows the policy: `produce`, and `evaluate --publish`.
  PRODUCE("producer"),
  /// Turns steps into trajectories: `stream`.
  STREAM("stream"),
  /// Learns and publishes versions: `train`.
  TRAIN("trainer"),
  /// Looks and writes nothing: `runs`, `snapshots`, `tail`, `audit`, `replay --verify` and others.
  LOOK("viewer"),
  /// Sends rejected steps again: `rejected --resubmit`.
  RESUBMIT("resubmitter"),
  /// Makes a run's topics and writes its spec: `create`.
  CREATE("creator");

  private final String user;

  Role(String user) {
    this.user = user;
  }

  /// The user it is called unless told otherwise.
  public String user() {
    return user;
  }

  /// The same as a principal: `User:producer`.
  public String principal() {
    return "User:" + user;
  }

  /// `produce`, `stream`, `train`, `look`, `resubmit`, `create`.
  public String verb() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// In the order of the table.
  public static List<Role> all() {
    return List.of(values());
  }
}
