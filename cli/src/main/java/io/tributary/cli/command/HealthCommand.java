// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.net.InetAddress;
import java.net.UnknownHostException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.monitoring.Health.Kind;
import io.tributary.monitoring.HealthQuestion;
import io.tributary.monitoring.HttpSettings;

/// `tributary health`.
@Command(name = "health", description = "Ask a part that was started with --http-port whether it lives, or whether it does its job.",
    footer = {"", "The status is 0 where it does, and 1 where it does not or gives no answer: what a container's health check needs.", "",
        "Example: tributary health --http-port 9400 --ready"})
public final class HealthCommand implements Subcommand {
  @SuppressWarnings("unused") // picocli: --help and --verbose
  @Mixin
  private CommonOptions common;

  @Mixin
  private HttpOptions http;

  @Option(names = "--ready", description = "Ask whether it does its job, not only whether it lives.")
  private boolean ready;

  @Override
  public int run(Host host) {
    HttpSettings at = RunSettings.of(http.over(new Layers().variables(host.variables(), ConnectionOptions.known(), unknown -> {}))).http();
    if (at.port().isEmpty() || at.port().getAsLong() == 0) {
      throw new UsageException("--http-port is not given; expected the port the part was started with (or TRIBUTARY_HTTP_PORT); nobody was asked");
    }
    HealthQuestion.Answer answer = new HealthQuestion(reachable(at.host()), (int) at.port().getAsLong(), ready ? Kind.READY : Kind.LIVE).ask();
    (answer.good() ? host.out() : host.err()).println(answer.text());
    return answer.good() ? Exit.DONE : Exit.FAILED;
  }

  /// A part that listens everywhere is asked where it is near.
  private static String reachable(String listening) {
    try {
      return InetAddress.getByName(listening).isAnyLocalAddress() ? HttpSettings.defaults().host() : listening;
    } catch (UnknownHostException unknown) {
      throw new UsageException("--http-host is '" + listening + "', which is no known address; expected one; nobody was asked", unknown);
    }
  }
}
