// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.tributary.kafka.BrokerProcess;
import io.tributary.runs.Run;

/// All processes of the run: a broker, two topology processes that share four partitions, a trainer, two producers.
final class Cast implements AutoCloseable {
  private final BrokerProcess broker;
  private final Map<Victim, List<PartProcess>> parts;
  private long brokerStartedMs;

  Cast(BrokerProcess broker, Run run, Path folder, int rate) {
    this.broker = broker;
    brokerStartedMs = System.currentTimeMillis();
    String at = broker.bootstrapServers();
    parts = Map.of(
        Victim.TOPOLOGY, List.of(part("stream-0", folder, at, "stream", run.name(), "--instance", "0"),
            part("stream-1", folder, at, "stream", run.name(), "--instance", "1")),
        Victim.TRAINER, List.of(part("train-0", folder, at, "train", run.name())),
        Victim.PRODUCER, List.of(producer(0, run, folder, at, rate), producer(1, run, folder, at, rate)));
  }

  private static PartProcess producer(int number, Run run, Path folder, String at, int rate) {
    return part("produce-" + number, folder, at, "produce", run.name(), "--instance", Integer.toString(number),
        "--set", "rollout.producer=" + producerName(number), "--set", "rollout.rate=" + rate);
  }

  private static PartProcess part(String name, Path folder, String at, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    // A part that is started while the broker is down waits for it, as a service manager's restarts would.
    all.addAll(List.of("--bootstrap-servers", at, "--home", folder.resolve("home").toString(), "--wait", "60"));
    return new PartProcess(name, all, folder);
  }

  static String producerName(int number) {
    return "chaos-" + number;
  }

  BrokerProcess broker() {
    return broker;
  }

  List<PartProcess> of(Victim victim) {
    return parts.get(victim);
  }

  List<PartProcess> all() {
    return parts.values().stream().flatMap(List::stream).toList();
  }

  void start() {
    all().forEach(PartProcess::start);
  }

  /// Which process a kill of `instance` hits, where the part has only one.
  PartProcess process(Victim victim, int instance) {
    List<PartProcess> processes = parts.get(victim);
    return processes.get(instance % processes.size());
  }

  /// The name of what a kill hits.
  String name(Victim victim, int instance) {
    return victim == Victim.BROKER ? "broker" : process(victim, instance).name();
  }

  long brokerStartedMs() {
    return brokerStartedMs;
  }

  /// SIGKILL of a part's process, or of the broker.
  void kill(Victim victim, int instance) throws InterruptedException {
    if (victim == Victim.BROKER) {
      broker.kill();
    } else {
      process(victim, instance).kill();
    }
  }

  /// Starts it again; for the broker returns when it answers.
  void restart(Victim victim, int instance) {
    if (victim == Victim.BROKER) {
      brokerStartedMs = System.currentTimeMillis();
      broker.restart();
    } else {
      process(victim, instance).start();
    }
  }

  /// Whether the process has done something since it was started.
  boolean showsLife(Victim victim, int instance, SignsOfLife signs) {
    return switch (victim) {
      case BROKER -> signs.broker(brokerStartedMs);
      case TRAINER -> signs.trainer(process(victim, instance).startedMs());
      case TOPOLOGY -> signs.topology(instance, process(victim, instance).startedMs());
      case PRODUCER -> signs.producer(producerName(instance), process(victim, instance).startedMs());
    };
  }

  @Override
  public void close() {
    all().forEach(PartProcess::abandon);
    broker.close();
  }
}
