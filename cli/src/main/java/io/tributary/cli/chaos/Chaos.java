// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.chaos;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.tributary.cli.Shutdown;
import io.tributary.runs.RunException;

/// Kills by plan until the plan is done; every process that ends by itself is noted and started again.
///
/// **Assumptions.** The cast plays. Used by one thread.
/// **Guarantees.** A kill of the plan happens only after a sign of its victim's life since that victim's last start. Every wait is bounded.
final class Chaos {
  private final ChaosSettings settings;
  private final Cast cast;
  private final SignsOfLife signs;
  private final Shutdown shutdown;
  private final PrintStream out;
  private final Toll toll = new Toll();
  private final Map<String, Long> recoveringSinceMs = new HashMap<>();
  private final Map<String, Victim> recovering = new HashMap<>();

  Chaos(ChaosSettings settings, Cast cast, SignsOfLife signs, Shutdown shutdown, PrintStream out) {
    this.settings = settings;
    this.cast = cast;
    this.signs = signs;
    this.shutdown = shutdown;
    this.out = out;
  }

  /// Carries out the plan; earlier where the command is asked to stop.
  ///
  /// @throws RunException where a process shows no sign of life in time
  Toll strike(Plan plan) throws InterruptedException {
    awaitEverybody();
    for (Plan.Kill kill : plan.kills()) {
      if (shutdown.requested()) {
        break;
      }
      awaitLife(kill.victim(), kill.instance());
      lookFor(kill.pauseMs());
      strike(kill);
    }
    awaitEverybody();
    return toll;
  }

  private void strike(Plan.Kill kill) throws InterruptedException {
    String name = cast.name(kill.victim(), kill.instance());
    noteEnds();
    awaitLife(kill.victim(), kill.instance()); // it may have ended by itself during the pause
    cast.kill(kill.victim(), kill.instance());
    toll.killed(kill.victim());
    out.printf(Locale.ROOT, "%3d  killed %-10s at version %,d%n", kill.number(), name, signs.version());
    Thread.sleep(kill.downMs());
    restart(kill.victim(), kill.instance());
    if (kill.againMs() >= 0) {
      lookFor(kill.againMs());
      cast.kill(kill.victim(), kill.instance());
      toll.killedAtStart();
      restart(kill.victim(), kill.instance());
    }
  }

  private void restart(Victim victim, int instance) {
    String name = cast.name(victim, instance);
    recoveringSinceMs.put(name, System.currentTimeMillis());
    recovering.put(name, victim);
    cast.restart(victim, instance);
  }

  /// Waits at least so long, looking at the log meanwhile.
  private void lookFor(int ms) throws InterruptedException {
    long until = System.nanoTime() + ms * 1_000_000L;
    do {
      look();
    } while (System.nanoTime() < until);
  }

  private void look() throws InterruptedException {
    noteEnds();
    signs.look();
    for (Victim victim : Victim.values()) {
      int processes = victim == Victim.BROKER ? 1 : cast.of(victim).size();
      for (int instance = 0; instance < processes; instance++) {
        String name = cast.name(victim, instance);
        if (recovering.containsKey(name) && cast.showsLife(victim, instance, signs)) {
          recovering.remove(name);
          toll.recovered(victim, System.currentTimeMillis() - recoveringSinceMs.remove(name));
        }
      }
    }
  }

  /// Nobody but us ends a process: one that has ended failed.
  private void noteEnds() {
    for (Victim victim : List.of(Victim.PRODUCER, Victim.TOPOLOGY, Victim.TRAINER)) {
      for (PartProcess part : cast.of(victim)) {
        if (!part.isAlive()) {
          String what = part.name() + " ended by itself: " + part.lastWords();
          toll.unexpected(what);
          out.println("     " + what);
          part.start();
        }
      }
    }
    if (!cast.broker().isAlive()) {
      toll.unexpected("the broker ended by itself");
      cast.restart(Victim.BROKER, 0);
    }
  }

  private void awaitEverybody() throws InterruptedException {
    for (Victim victim : Victim.values()) {
      int processes = victim == Victim.BROKER ? 1 : cast.of(victim).size();
      for (int instance = 0; instance < processes; instance++) {
        awaitLife(victim, instance);
      }
    }
  }

  private void awaitLife(Victim victim, int instance) throws InterruptedException {
    long deadline = System.nanoTime() + settings.patienceS() * 1_000_000_000L;
    while (!cast.showsLife(victim, instance, signs) && !shutdown.requested()) {
      look();
      if (System.nanoTime() > deadline) {
        throw new RunException("chaos: " + cast.name(victim, instance) + " has committed and published nothing for " + settings.patienceS()
            + " s (newest version " + signs.version() + "); expected every part to recover; everything is stopped, the logs are kept");
      }
    }
  }
}
