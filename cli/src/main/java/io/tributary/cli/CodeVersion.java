// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Which code made a result.
public final class CodeVersion {
  private static final int LONGEST_S = 5;

  private CodeVersion() {}

  /// The build's version, and the commit where the installation is a clone: `0.1.0 at 1f2e…`, with `, changed` where files differ from it.
  public static String of(Path installation) {
    String version = Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion()).orElse("development");
    if (!Files.exists(installation.resolve(".git"))) {
      return version;
    }
    Optional<String> commit = git(installation, "rev-parse", "HEAD");
    Optional<String> changes = git(installation, "status", "--porcelain", "--untracked-files=no");
    return version + commit.map(hash -> " at " + hash).orElse("") + (changes.filter(files -> !files.isEmpty()).isPresent() ? ", changed" : "");
  }

  /// What git says; empty where there is no git or it does not like the folder.
  private static Optional<String> git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(LONGEST_S, TimeUnit.SECONDS) && process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
