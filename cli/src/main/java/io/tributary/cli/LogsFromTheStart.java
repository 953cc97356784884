// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.nio.file.Path;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

import io.tributary.kafka.ChildJvm;

/// Keeps logback quiet until {@link Logs#begin}: no configuration file is looked for and no status is printed. A JVM that never begins, the broker's,
/// writes its warnings to the file that it was given ([ChildJvm#LOG_FILE]).
public final class LogsFromTheStart extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    String file = System.getProperty(ChildJvm.LOG_FILE);
    if (file != null) {
      var _ = Logs.to(context, Path.of(file));
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
