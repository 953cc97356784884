// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A command as another module brings it: named in META-INF/services.
@Command(name = "extra", description = "Stand-in.", footer = {"", "Example: tributary extra --status 3"})
public final class ExtraCommand implements Subcommand {
  @SuppressWarnings("unused") // picocli looks at it
  @Option(names = "--help", usageHelp = true)
  private boolean help;

  @Option(names = "--status")
  private int status;

  @Override
  public int run(Host host) {
    host.out().println("extra");
    return status;
  }
}
