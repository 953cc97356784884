// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import io.tributary.cli.command.BuiltIn;

/// The `tributary` command: finds the subcommand, runs it, and turns its outcome into an exit status.
@Command(
    name = "tributary",
    description = "Continuous policy-gradient learning from live event streams, on Kafka.",
    footer = {"", "Example: tributary demo", "", "Exit status: 0 done, 1 failed, 2 usage, 3 taken over by another process."})
public final class Main {
  private final Host host;

  @SuppressWarnings("unused") // picocli looks at it
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  public Main(Host host) {
    this.host = host;
  }

  /// The process's entry.
  public static void main(String[] arguments) {
    DirectStderr.take();
    System.exit(new Main(Host.ofThisProcess(Shutdown.ofThisProcess())).run(arguments));
  }

  /// Runs one command and returns its exit status; every failure is one line on stderr.
  public int run(String... arguments) {
    boolean verbose = List.of(arguments).contains("--verbose");
    Logs.begin(host.err(), verbose);
    host.shutdown().begin();
    try {
      return execute(commandLine(), arguments);
    } catch (Exception | LinkageError thrown) {
      return Failures.report(thrown, host.err(), verbose);
    } finally {
      host.shutdown().end();
      host.out().flush();
      host.err().flush();
    }
  }

  private int execute(CommandLine commandLine, String[] arguments) throws InterruptedException {
    ParseResult parsed = commandLine.parseArgs(arguments);
    Integer asked = CommandLine.executeHelpRequest(parsed);
    if (asked != null) {
      return asked;
    }
    ParseResult innermost = parsed;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    CommandSpec chosen = innermost.commandSpec();
    if (chosen.userObject() instanceof Subcommand subcommand) {
      return subcommand.run(host);
    }
    throw new ParameterException(chosen.commandLine(), "no command was given; expected one of "
        + String.join(", ", chosen.subcommands().keySet()));
  }

  /// All commands, for help and for tests.
  CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(this);
    BuiltIn.commands().forEach(commandLine::addSubcommand);
    ServiceLoader.load(Subcommand.class).forEach(commandLine::addSubcommand);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(100);
    commandLine.setOut(new PrintWriter(host.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(host.err(), true, StandardCharsets.UTF_8));
    return commandLine;
  }
}
