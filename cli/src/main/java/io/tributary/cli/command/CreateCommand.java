// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.pipeline.Created;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environment;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.publish.ProducerSettings;
import io.tributary.runs.Connection;
import io.tributary.runs.PolicyName;
import io.tributary.runs.Right;
import io.tributary.runs.Rights;
import io.tributary.runs.Role;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TopicPlan;
import io.tributary.schemas.RunNames;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Topics;

/// `tributary create RUN`.
@Command(name = "create", description = "Create a run: its topics and the spec that all its parts read.",
    footer = {"", "With --dry-run nothing is created and no broker is asked: topics, groups, transactional ids and the commands that make the topics and grant "
        + "each part its rights are printed. Who may make topics runs them, then: create RUN --no-create with the same settings.", "",
        "Example: tributary create night --preset cartpole --bootstrap-servers kafka:9092",
        "         tributary create night --dry-run --replication-factor 3 --min-insync-replicas 2 --producer-principal User:robots > night.sh"})
public final class CreateCommand implements Subcommand {
  @Mixin
  private CommonOptions common;

  @Mixin
  private ConnectionOptions connection;

  @Mixin
  private PrincipalOptions principals;

  @Parameters(paramLabel = "RUN", description = "Its name: 1 to 60 of a-z, 0-9 and -.")
  private String run;

  @Option(names = "--preset", paramLabel = "PRESET", defaultValue = "cartpole",
      description = "One of presets/, or the path of a YAML file (default: ${DEFAULT-VALUE}).")
  private String preset;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of every random number in the run.")
  private Long seed;

  @Option(names = "--replication-factor", paramLabel = "N", description = "Replicas of every topic; -1 for the cluster's own default.")
  private Integer replicationFactor;

  @Option(names = "--min-insync-replicas", paramLabel = "N", defaultValue = "0",
      description = "Replicas that must have a record before it counts as written; 0 (the default) for the cluster's own default.")
  private int minInsyncReplicas;

  @Option(names = "--dry-run", description = "Print what would be made, and the commands that make and allow it; touch nothing.")
  private boolean dryRun;

  @Option(names = "--no-create", description = "Somebody else has made the topics: check them, then only write the spec.")
  private boolean noCreate;

  @Option(names = "--json", paramLabel = "FILE", description = "With --dry-run: also write it as JSON.")
  private Path json;

  @Override
  public int run(Host host) throws InterruptedException {
    Names.requireRun(run);
    Layers base = new Layers().preset(ConnectionOptions.presets(host).read(preset));
    RunSettings settings = RunSettings.of(connection.over(base, host).option("seed", seed, "--seed").option("replicationFactor", replicationFactor, "--replication-factor"));
    require(minInsyncReplicas >= 0, "--min-insync-replicas is " + minInsyncReplicas + "; expected 0 or more");
    require(settings.replicationFactor() < 0 || minInsyncReplicas <= settings.replicationFactor(), "--min-insync-replicas is " + minInsyncReplicas
        + " with replication factor " + settings.replicationFactor() + "; expected at most as many, or nothing could be written");
    require(!dryRun || !noCreate, "--dry-run is given with --no-create; expected one of the two");
    require(json == null || dryRun, "--json is given without --dry-run; expected both");
    EnvironmentProvider environment = Names.environment(settings.environment());
    return dryRun ? plan(host, settings, environment) : create(host, settings, environment);
  }

  private int create(Host host, RunSettings settings, EnvironmentProvider environment) throws InterruptedException {
    Duration wait = connection.waiting();
    try (Cluster cluster = connection.cluster(host, common.home(host), home -> Cluster.joined(home, "create", wait))) {
      Connection to = connection.connection(host, cluster, settings.kafka());
      Waiting.forBroker(to, wait);
      Run made = Created.of(to, settings, run, environment, host.clock().millis(), spec -> made(to, spec, settings)).run();
      host.out().println("run " + made.name() + " at " + cluster.bootstrapServers() + ": " + made.spec().environment() + ", seed " + made.spec().seed()
          + ", " + made.spec().partitions() + (made.spec().partitions() == 1 ? " partition" : " partitions"));
      return Exit.DONE;
    }
  }

  private Run made(Connection to, RunSpec spec, RunSettings settings) {
    List<TopicPlan> plans = TopicPlan.of(Topics.of(to.prefix(), spec), settings.replicationFactor(), minInsyncReplicas);
    return noCreate ? Runs.createInto(to, spec, plans) : Runs.create(to, spec, plans);
  }

  private int plan(Host host, RunSettings settings, EnvironmentProvider environment) {
    Topics topics;
    try (Environment sample = environment.create()) {
      topics = Topics.of(connection.prefix(host), settings.spec(run, sample.spaces(), host.clock().millis()));
    }
    short replicas = settings.replicationFactor();
    CreationPlan plan = new CreationPlan(topics, TopicPlan.of(topics, replicas, minInsyncReplicas), CreationPlan.changelogs(topics, replicas, minInsyncReplicas),
        principals.all(), borrowed(settings, topics), connection.bootstrapServers(host).orElse("localhost:9092"), connection.commandConfig(host).orElse("admin.properties"));
    plan.lines("tributary create " + run + " --no-create, with the same settings").forEach(host.out()::println);
    if (json != null) {
      Summary.write(plan.json(), host.directory().resolve(json));
    }
    return Exit.DONE;
  }

  private static Map<Role, List<Right>> borrowed(RunSettings settings, Topics topics) {
    Map<Role, List<Right>> borrowed = new EnumMap<>(Role.class);
    add(borrowed, Role.TRAIN, Run.INITIAL, settings.initial(), topics);
    add(borrowed, Role.PRODUCE, ProducerSettings.DEMONSTRATOR, settings.rollout().demonstrator(), topics);
    return borrowed;
  }

  private static void add(Map<Role, List<Right>> borrowed, Role role, String setting, String policy, Topics topics) {
    if (!policy.isEmpty()) {
      List<Right> rights = Rights.borrowing(new RunNames(topics.names().prefix(), PolicyName.parse(setting, policy).run()), topics);
      borrowed.put(role, rights);
      borrowed.computeIfAbsent(Role.CREATE, any -> new ArrayList<>()).addAll(rights);
    }
  }

  private static void require(boolean fulfilled, String message) {
    if (!fulfilled) {
      throw new UsageException(message + "; nothing was started");
    }
  }
}
