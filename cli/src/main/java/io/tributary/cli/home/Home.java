// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.tributary.runs.RunException;
import io.tributary.schemas.RunNames;

/// The folder `.tributary/`: the embedded broker's data, where that broker answers, and a folder for each run.
///
/// @param root the folder itself
public record Home(Path root) {

  /// Data of the embedded broker.
  public Path kafka() {
    return root.resolve("kafka");
  }

  /// Says which process runs the broker and where it answers.
  public Path brokerFile() {
    return root.resolve("broker");
  }

  /// Held by the process that runs the broker.
  public Path brokerLock() {
    return root.resolve("broker.lock");
  }

  /// Curve, summary and log of one run.
  public Path run(String run) {
    return root.resolve("runs").resolve(RunNames.requireRunName(run));
  }

  /// The run's folder, made where it is missing.
  public Path makeRun(String run) {
    return make(run(run));
  }

  /// Deletes the run's folder with all that is in it, if there is one.
  public void deleteRun(String run) {
    Path folder = run(run);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new RunException("folder " + folder + " could not be deleted (" + failed + "); the run itself is; expected files that nobody else holds",
          failed);
    }
  }

  /// The first name `stem-1`, `stem-2`, … above all of `taken` and of the folders here; its folder is made, so that no other
  /// process of this home gets the same.
  public String reserve(String stem, Collection<String> taken) {
    int next = 1;
    for (String name : Stream.concat(taken.stream(), folders().stream()).toList()) {
      next = Math.max(next, number(stem, name) + 1);
    }
    make(root.resolve("runs"));
    while (!madeAlone(run(stem + "-" + next))) {
      next++;
    }
    return stem + "-" + next;
  }

  /// n of `stem-n`, or 0.
  private static int number(String stem, String name) {
    String rest = name.startsWith(stem + "-") ? name.substring(stem.length() + 1) : "";
    return rest.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(rest) : 0;
  }

  private List<String> folders() {
    Path runs = root.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(runs)) {
      return list.map(folder -> folder.getFileName().toString()).toList();
    } catch (IOException failed) {
      throw unusable(runs, failed);
    }
  }

  private static boolean madeAlone(Path folder) {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    } catch (IOException failed) {
      throw unusable(folder, failed);
    }
  }

  Path make() {
    return make(root);
  }

  private static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException failed) {
      throw unusable(folder, failed);
    }
  }

  private static RunException unusable(Path folder, IOException failed) {
    return new RunException("folder " + folder + " cannot be used (" + failed + "); expected one to write in (--home chooses another); "
        + "nothing was started", failed);
  }
}
