// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import org.slf4j.LoggerFactory;

import io.tributary.runs.Redaction;

/// What is logged where: our warnings as plain lines on stderr, everything of ours from INFO and Kafka's warnings in the run's own file.
///
/// Kafka is not heard on stderr unless asked for: its clients and broker call errors what is then retried, and whatever stops a part comes
/// from that part as one line of ours.
///
/// Set up in code rather than in a file: reading one costs a tenth of a second of every command's start.
public final class Logs {
  private static final String OURS = "io.tributary";
  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{30} %msg%n";
  private static volatile Consumer<String> terminal = System.err::println;
  private static volatile String lastLine = "";

  private Logs() {}

  /// Sends log lines to `err`; with `verbose` from INFO (Kafka: WARN) and with stack traces.
  static void begin(PrintStream err, boolean verbose) {
    terminal = err::println;
    lastLine = "";
    LoggerContext context = context();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.WARN);
    context.getLogger(OURS).setLevel(verbose ? Level.INFO : Level.WARN);
    root.addAppender(started(context, new ToTerminal(verbose)));
  }

  /// Ends what {@link #alsoTo} began.
  public interface Also extends AutoCloseable {
    @Override
    void close();
  }

  /// Writes everything of ours from INFO, and Kafka's warnings, to `file` as well, until the handle is closed.
  public static Also alsoTo(Path file) {
    return to(context(), file);
  }

  /// The same, where logging has only begun.
  static Also to(LoggerContext context, Path file) {
    PatternLayoutEncoder encoder = new WithoutSecrets();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(PATTERN);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    context.getLogger(OURS).setLevel(Level.INFO);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(started(context, appender));
    return () -> {
      root.detachAppender(appender);
      appender.stop();
    };
  }

  /// Who prints log lines from now on: a live status line has to step aside for them.
  public static void printWith(Consumer<String> printer) {
    terminal = printer;
  }

  /// Whether `line` is the newest that was logged to the terminal.
  static boolean justSaid(String line) {
    return lastLine.equals(line);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static <A extends AppenderBase<ILoggingEvent>> A started(LoggerContext context, A appender) {
    appender.setContext(context);
    appender.start();
    return appender;
  }

  private static FileAppender<ILoggingEvent> started(LoggerContext context, FileAppender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.start();
    return appender;
  }

  /// Kafka's configurations and exceptions are logged by others' code: whatever is written passes here.
  private static final class WithoutSecrets extends PatternLayoutEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
      return Redaction.redacted(new String(super.encode(event), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class ToTerminal extends AppenderBase<ILoggingEvent> {
    private final boolean verbose;

    ToTerminal(boolean verbose) {
      this.verbose = verbose;
    }

    @Override
    protected void append(ILoggingEvent event) {
      boolean ours = event.getLoggerName().startsWith(OURS);
      Level lowest = verbose ? (ours ? Level.INFO : Level.WARN) : (ours ? Level.WARN : Level.OFF);
      if (event.getLevel().isGreaterOrEqual(lowest)) {
        lastLine = Redaction.redacted(line(event));
        terminal.accept(lastLine);
      }
    }

    private String line(ILoggingEvent event) {
      String line = event.getLevel().toString().toLowerCase(java.util.Locale.ROOT) + ": " + event.getFormattedMessage();
      if (!verbose) {
        return line;
      }
      String trace = event.getThrowableProxy() == null ? "" : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
      return line + "  [" + event.getThreadName() + ", " + event.getLoggerName() + "]" + trace;
    }
  }
}
