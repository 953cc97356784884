// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;

import picocli.CommandLine.Option;

import io.tributary.cli.Host;
import io.tributary.cli.home.Home;

/// What every command understands.
public final class CommonOptions {
  @Option(names = "--home", paramLabel = "FOLDER",
      description = "Where the embedded broker's data and the runs' reports are kept; .tributary in the working directory unless told.")
  private Path home;

  @SuppressWarnings("unused") // needed before options are parsed, so the arguments are searched for it
  @Option(names = "--verbose", description = "Log more, and show where a failure happened.")
  private boolean verbose;

  @SuppressWarnings("unused") // picocli looks at it
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  Home home(Host host) {
    return new Home(host.directory().resolve(home == null ? Path.of(".tributary") : home));
  }
}
