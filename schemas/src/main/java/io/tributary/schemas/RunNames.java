// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

import java.util.Optional;
import java.util.regex.Pattern;

/// Every name on the cluster that derives from a run's name. Known before the run's spec is.
///
/// @param prefix put before each name, for clusters that require one; empty otherwise
/// @param run the run's name, `[a-z0-9-]{1,60}`
public record RunNames(String prefix, String run) {
  private static final Pattern RUN = Pattern.compile("[a-z0-9-]{1,60}");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");

  public RunNames {
    if (prefix == null || !PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("prefix is '" + prefix + "'; expected at most 100 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    requireRunName(run);
  }

  /// Full name of one of the run's topics, `<prefix><run>.<topic>`.
  public String topic(String topic) {
    return prefix + run + "." + topic;
  }

  /// Application id of the topology.
  public String applicationId() {
    return prefix + run + ".stream";
  }

  /// Changelog behind one of the topology's stores; Kafka Streams makes it of the application id and the store's name.
  public String changelog(String store) {
    return applicationId() + "-" + store + "-changelog";
  }

  /// Consumer group of the trainer, for tools that show its lag; its positions come from the checkpoint.
  public String trainerGroup() {
    return prefix + run + ".trainer";
  }

  /// Transactional id of the trainer: the later of two trainers fences the earlier.
  public String transactionalId() {
    return prefix + run + ".trainer";
  }

  /// Transactional id of whoever passes over lost steps before the topology starts; one of those its rule for Kafka Streams' own ids covers.
  public String lossId() {
    return applicationId() + "-loss";
  }

  /// Transactional id by which a process claims to be an instance of the topology; covered by the same rule.
  public String claimId(int instance) {
    return applicationId() + "-claim-" + instance;
  }

  /// Transactional id of whoever submits rejected records again: the later of two fences the earlier.
  public String resubmitId() {
    return prefix + run + ".resubmit";
  }

  /// Client id of one instance of a part, for example `cartpole.produce.0`.
  public String clientId(String part, String instance) {
    return prefix + run + "." + part + "." + instance;
  }

  /// Whether `topic` is one of this run's: those in [Topics] and what Kafka Streams keeps behind the topology. A topic that merely begins with the
  /// run's name is not.
  public boolean owns(String topic) {
    boolean ofStreams = topic.startsWith(applicationId() + "-") && (topic.endsWith("-changelog") || topic.endsWith("-repartition"));
    return ofStreams || Topics.NAMES.stream().anyMatch(name -> topic(name).equals(topic));
  }

  /// The run a spec topic belongs to; empty if `topic` is not the spec topic of any run with this prefix.
  public static Optional<String> ofSpecTopic(String prefix, String topic) {
    String ending = "." + Topics.SPEC;
    if (!topic.startsWith(prefix) || !topic.endsWith(ending) || topic.length() <= prefix.length() + ending.length()) {
      return Optional.empty();
    }
    String run = topic.substring(prefix.length(), topic.length() - ending.length());
    return isRunName(run) ? Optional.of(run) : Optional.empty();
  }

  static boolean isRunName(String run) {
    return run != null && RUN.matcher(run).matches();
  }

  /// @throws IllegalArgumentException for a name that is not `[a-z0-9-]{1,60}`
  public static String requireRunName(String run) {
    if (!isRunName(run)) {
      throw new IllegalArgumentException("run is '" + run + "'; expected 1 to 60 of a-z, 0-9 and -");
    }
    return run;
  }
}
