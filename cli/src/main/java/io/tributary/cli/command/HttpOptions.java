// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import picocli.CommandLine.Option;

import io.tributary.cli.settings.Layers;
import io.tributary.monitoring.HttpSettings;

/// Where a process answers for its health and figures, or where it is asked.
public final class HttpOptions {
  @Option(names = "--http-port", paramLabel = "PORT",
      description = "Port of /health/live, /health/ready and /metrics (Prometheus); 0 for any free one. Without it there is none.")
  private Integer port;

  @Option(names = "--http-host", paramLabel = "HOST", description = "Address it listens at; 127.0.0.1 unless told.")
  private String host;

  Layers over(Layers layers) {
    return layers.option(HttpSettings.PORT, port, "--http-port").option(HttpSettings.HOST, host, "--http-host");
  }
}
