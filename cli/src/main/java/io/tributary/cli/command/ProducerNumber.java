// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.tributary.cli.home.Home;
import io.tributary.cli.settings.Layers;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.runs.RunException;

/// Which of a run's producers this is: random numbers depend on environment numbers, so two producers must not share any.
///
/// **Guarantees.** Of the producers that one home runs for a run at one time no two get the same number, and a single one gets 0, so that a run
/// with one producer repeats. Producers elsewhere do not see the locks: there `--instance` says it.
final class ProducerNumber implements AutoCloseable {
  /// Largest: environment numbers stay within an int.
  static final int MOST = Integer.MAX_VALUE / RolloutSettings.MAX_ENVIRONMENTS - 1;
  private static final int MOST_HERE = 1_000;

  private final int number;
  private final FileChannel lock;

  private ProducerNumber(int number, FileChannel lock) {
    this.number = number;
    this.lock = lock;
  }

  static ProducerNumber of(int number) {
    return new ProducerNumber(number, null);
  }

  /// The first number whose lock is free.
  static ProducerNumber free(Home home, String run) {
    Path folder = home.makeRun(run);
    for (int number = 0; number < MOST_HERE; number++) {
      FileChannel lock = lock(folder.resolve("producer-" + number + ".lock"));
      if (lock != null) {
        return new ProducerNumber(number, lock);
      }
    }
    throw new RunException("run " + run + " has " + MOST_HERE + " producers in " + home.root() + "; expected fewer; nothing was started");
  }

  private static FileChannel lock(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        return channel;
      }
      channel.close();
      return null;
    } catch (IOException failed) {
      throw new RunException("file " + file + " cannot be locked (" + failed + "); expected a folder to write in; nothing was started", failed);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldHere) {
      return false;
    }
  }

  /// Gives this producer its environment numbers, unless somebody chose them or a seed of its own.
  Layers over(Layers layers) {
    boolean chosen = layers.chosen("rollout.firstEnvironment") || layers.chosen("rollout.seed");
    return chosen || number == 0 ? layers : layers.option("rollout.firstEnvironment", number * RolloutSettings.MAX_ENVIRONMENTS, "--instance");
  }

  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException failed) {
      throw new RunException("a producer's lock could not be released (" + failed + "); it ends with this process", failed);
    }
  }
}
