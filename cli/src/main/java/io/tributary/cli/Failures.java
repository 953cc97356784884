// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import io.tributary.cli.settings.Nearest;
import io.tributary.kafka.BrokerException;
import io.tributary.monitoring.MonitoringException;
import io.tributary.runs.Redaction;
import io.tributary.runs.RunException;
import io.tributary.runs.TakenOverException;

/// Turns what was thrown into one line on stderr and an exit status.
final class Failures {
  private Failures() {}

  /// @param verbose whether the stack trace follows the line
  static int report(Throwable thrown, PrintStream err, boolean verbose) {
    String line = Redaction.redacted("error: " + oneLine(message(thrown)));
    if (!Logs.justSaid(line)) {
      err.println(line);
    }
    if (verbose) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      err.println(Redaction.redacted(trace.toString()).stripTrailing());
    }
    return status(thrown);
  }

  private static int status(Throwable thrown) {
    return switch (thrown) {
      case UsageException usage -> Exit.USAGE;
      case ParameterException usage -> Exit.USAGE;
      case TakenOverException taken -> Exit.TAKEN_OVER;
      default -> Exit.FAILED;
    };
  }

  private static String message(Throwable thrown) {
    return switch (thrown) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing -> missing.getMessage() + "; nothing was started (see " + help(missing) + ")";
      case ParameterException wrong -> expected(wrong.getMessage()) + "; nothing was started (see " + help(wrong) + ")";
      case UsageException usage -> usage.getMessage();
      case RunException failed -> failed.getMessage();
      case BrokerException failed -> failed.getMessage();
      case MonitoringException failed -> failed.getMessage();
      case InterruptedException stopped -> "stopped before it was done";
      case KafkaException failed -> "Kafka: " + reason(failed) + "; this command ends (--verbose shows where)";
      default -> "unexpected " + thrown.getClass().getSimpleName() + ": " + reason(thrown) + "; this command ends (--verbose shows where)";
    };
  }

  private static String unmatched(UnmatchedArgumentException unmatched) {
    CommandLine at = unmatched.getCommandLine();
    String word = unmatched.getUnmatched().isEmpty() ? "" : unmatched.getUnmatched().getFirst();
    if (at.getSubcommands().isEmpty() || word.startsWith("-")) {
      return "unknown argument '" + word + "' of " + at.getCommandSpec().qualifiedName()
          + Nearest.hint(word, at.getCommandSpec().optionsMap().keySet()) + "; nothing was started (see " + help(unmatched) + ")";
    }
    return "unknown command '" + word + "'; expected one of " + String.join(", ", at.getSubcommands().keySet())
        + Nearest.hint(word, at.getSubcommands().keySet());
  }

  /// picocli names Java's types; a user knows numbers.
  private static String expected(String message) {
    return message.replaceFirst(" is not an? (long|int)$", "; expected a whole number").replaceFirst(" is not a (double|float)$", "; expected a number");
  }

  private static String help(ParameterException wrong) {
    return wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help";
  }

  private static String reason(Throwable thrown) {
    Throwable deepest = thrown;
    for (int i = 0; i < 20 && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " | ");
  }
}
