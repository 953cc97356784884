// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.tributary.cli.Host;
import io.tributary.cli.pipeline.Created;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.kafka.BrokerProcess;
import io.tributary.kafka.BrokerSettings;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;

/// The whole of it: a run of its own on a broker of its own, the kills, the quiet end, the proof.
public final class ChaosRun {
  private static final String RUN = "chaos";

  private final Host host;
  private final ChaosSettings settings;
  private final RunSettings run;
  private final EnvironmentProvider environment;
  private final Path folder;

  /// @param run settings the run is created with
  /// @param folder for the broker's data and the processes' logs; kept afterwards
  public ChaosRun(Host host, ChaosSettings settings, RunSettings run, EnvironmentProvider environment, Path folder) {
    this.host = host;
    this.settings = settings;
    this.run = run;
    this.environment = environment;
    this.folder = folder;
  }

  /// Plays it.
  ///
  /// @return names and values as `--json` has them; `holds` says whether every promise was kept
  public Map<String, Object> play() throws InterruptedException {
    long since = System.nanoTime();
    BrokerProcess broker = BrokerProcess.start(BrokerSettings.defaults().withDataDirectory(folder.resolve("broker")));
    try (var _ = host.shutdown().watched()) {
      Run made = Created.of(Connection.to(broker.bootstrapServers()), run, RUN, environment, host.clock().millis()).run();
      try (Cast cast = new Cast(broker, made, folder, settings.rate())) {
        return play(made, cast, since);
      }
    } finally {
      broker.close();
    }
  }

  private Map<String, Object> play(Run made, Cast cast, long since) throws InterruptedException {
    PrintStream out = host.out();
    Toll toll;
    long intruded;
    try (SignsOfLife signs = new SignsOfLife(made); Intruder intruder = new Intruder(made, settings.seed())) {
      cast.start();
      intruder.start();
      toll = new Chaos(settings, cast, signs, host.shutdown(), out).strike(Plan.of(settings));
      intruded = intruder.stop();
    }
    out.println("     no more kills; the run works off what is left and stops");
    new Ending(made, cast, toll).play();
    Proof proof = Proof.of(made, intruded, out);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", settings.seed());
    json.putAll(toll.json());
    json.putAll(proof.json());
    json.put("seconds", Math.round((System.nanoTime() - since) / 1e9));
    json.put("holds", proof.holds() && toll.unexpected().isEmpty() && toll.counted() == settings.kills());
    return json;
  }

  /// The lines a person reads; parts of parts are named with a dot.
  public static void print(PrintStream out, Map<?, ?> json) {
    print(out, "", json);
  }

  private static void print(PrintStream out, String before, Map<?, ?> json) {
    json.forEach((name, value) -> {
      if (value instanceof Map<?, ?> part) {
        print(out, before + name + ".", part);
      } else {
        out.printf(Locale.ROOT, "  %-44s %s%n", before + name, value);
      }
    });
  }
}
