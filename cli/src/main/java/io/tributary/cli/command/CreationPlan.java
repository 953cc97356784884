// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tributary.runs.Right;
import io.tributary.runs.Rights;
import io.tributary.runs.Role;
import io.tributary.runs.TopicPlan;
import io.tributary.schemas.RunNames;
import io.tributary.schemas.Topics;

/// What `create` would make, what else the run's parts use on the cluster, and what each must be allowed: for administrators who make topics and grant
/// rights themselves.
///
/// @param topics of the run
/// @param plans how they are to be made
/// @param changelogs of the topology's stores, which it makes itself unless they are there
/// @param principals of each role
/// @param borrowed rights on other runs whose policies are taken, by the role that takes them
/// @param servers where the commands are to be sent
/// @param commandConfig file of client settings that the commands name
record CreationPlan(Topics topics, List<TopicPlan> plans, List<TopicPlan> changelogs, Map<Role, String> principals, Map<Role, List<Right>> borrowed,
    String servers, String commandConfig) {

  static List<TopicPlan> changelogs(Topics topics, short replicationFactor, int minInsyncReplicas) {
    Map<String, String> config = new LinkedHashMap<>(topics.changelogConfig());
    config.put("cleanup.policy", "compact");
    return topics.changelogs().stream()
        .map(changelog -> TopicPlan.of(changelog.name(), topics.steps().partitions(), replicationFactor, minInsyncReplicas, config)).toList();
  }

  /// A shell script, if anybody wants to run it: whatever is no command is a remark.
  List<String> lines(String typed) {
    RunNames names = topics.names();
    List<String> lines = new ArrayList<>();
    lines.add("# run " + names.run() + ", dry run: nothing was created, no broker was asked");
    lines.add("# groups: " + names.applicationId() + " (the topology's), " + names.trainerGroup() + " (the trainer's; nobody joins it)");
    lines.add("# transactional ids: " + names.applicationId() + "-* (the topology's), " + names.transactionalId() + " (the trainer's), "
        + names.resubmitId() + " (of rejected --resubmit)");
    lines.add("# client ids: " + names.clientId("PART", "INSTANCE"));
    lines.add("");
    lines.add("# the topics");
    plans.forEach(plan -> lines.add(command("kafka-topics.sh", plan.arguments())));
    lines.add("");
    lines.add("# changelogs of the topology's stores, which it makes itself at its first start unless they are there");
    changelogs.forEach(plan -> lines.add(command("kafka-topics.sh", plan.arguments())));
    for (Role role : Role.all()) {
      lines.add("");
      lines.add("# what " + role.verb() + " must be allowed, and nothing more");
      rights(role).forEach(right -> lines.add(command("kafka-acls.sh", right.arguments(principals.get(role)))));
    }
    lines.add("");
    lines.add("# then, as " + principals.get(Role.CREATE) + ": " + typed);
    return lines;
  }

  private List<Right> rights(Role role) {
    List<Right> rights = new ArrayList<>(Rights.of(role, topics));
    rights.addAll(borrowed.getOrDefault(role, List.of()));
    return rights;
  }

  private String command(String tool, String arguments) {
    return tool + " --bootstrap-server " + servers + " --command-config " + commandConfig + " " + arguments;
  }

  /// The same for programs.
  Map<String, Object> json() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", topics.names().run());
    tree.put("topics", plans.stream().map(CreationPlan::json).toList());
    tree.put("changelogs", changelogs.stream().map(CreationPlan::json).toList());
    tree.put("groups", List.of(topics.applicationId(), topics.trainerGroup()));
    tree.put("transactionalIds", List.of(topics.transactionalId(), topics.names().resubmitId()));
    tree.put("transactionalIdPrefixes", List.of(topics.applicationId() + "-"));
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Role role : Role.all()) {
      rights(role).forEach(right -> rules.add(json(role, right)));
    }
    tree.put("rights", rules);
    return tree;
  }

  private static Map<String, Object> json(TopicPlan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", plan.name());
    tree.put("partitions", plan.partitions());
    tree.put("replicationFactor", plan.replicationFactor());
    tree.put("config", plan.config());
    return tree;
  }

  private Map<String, Object> json(Role role, Right right) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("role", role.verb());
    tree.put("principal", principals.get(role));
    tree.put("operation", right.operation().name());
    tree.put("resourceType", right.type().name());
    tree.put("name", right.name());
    tree.put("prefixed", right.prefixed());
    tree.put("purpose", right.purpose());
    return tree;
  }
}
