// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.util.EnumMap;
import java.util.Map;

import picocli.CommandLine.Option;

import io.tributary.cli.UsageException;
import io.tributary.runs.Role;

/// Who the parts are on the cluster, for the access rules that `create --dry-run` prints.
public final class PrincipalOptions {
  @Option(names = "--producer-principal", paramLabel = "PRINCIPAL", defaultValue = "User:producer", description = "Who produces (default: ${DEFAULT-VALUE}).")
  private String producer;

  @Option(names = "--stream-principal", paramLabel = "PRINCIPAL", defaultValue = "User:stream", description = "Who runs the topology (default: ${DEFAULT-VALUE}).")
  private String stream;

  @Option(names = "--trainer-principal", paramLabel = "PRINCIPAL", defaultValue = "User:trainer", description = "Who trains (default: ${DEFAULT-VALUE}).")
  private String trainer;

  @Option(names = "--viewer-principal", paramLabel = "PRINCIPAL", defaultValue = "User:viewer", description = "Who only looks (default: ${DEFAULT-VALUE}).")
  private String viewer;

  @Option(names = "--resubmitter-principal", paramLabel = "PRINCIPAL", defaultValue = "User:resubmitter",
      description = "Who sends rejected steps again (default: ${DEFAULT-VALUE}).")
  private String resubmitter;

  @Option(names = "--creator-principal", paramLabel = "PRINCIPAL", defaultValue = "User:creator", description = "Who creates the run (default: ${DEFAULT-VALUE}).")
  private String creator;

  /// By role.
  ///
  /// @throws UsageException for what is no principal
  Map<Role, String> all() {
    Map<Role, String> all = new EnumMap<>(Role.class);
    all.put(Role.PRODUCE, producer);
    all.put(Role.STREAM, stream);
    all.put(Role.TRAIN, trainer);
    all.put(Role.LOOK, viewer);
    all.put(Role.RESUBMIT, resubmitter);
    all.put(Role.CREATE, creator);
    all.forEach((role, principal) -> {
      if (!principal.matches("[A-Za-z]+:[^\\s'\"]+")) {
        throw new UsageException("--" + role.user() + "-principal is '" + principal + "'; expected TYPE:NAME, such as " + role.principal() + "; nothing was started");
      }
    });
    return all;
  }
}
