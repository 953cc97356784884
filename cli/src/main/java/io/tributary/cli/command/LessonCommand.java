// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

import io.tributary.cli.Exit;
import io.tributary.cli.Host;
import io.tributary.cli.Subcommand;
import io.tributary.cli.UsageException;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.Nearest;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Lessons;
import io.tributary.lesson.Report;
import io.tributary.lesson.Result;
import io.tributary.runs.RunException;

/// `tributary lesson [NAME]`.
@Command(name = "lesson", description = "Try what is claimed about policy gradients: list the claims, or run one and see the figures it rests on.",
    footer = {"", "`tributary lesson NAME --help` lists the options that change a claim's problem.", "",
        "Exit status: 0 the claim holds, 1 it does not.", "", "Example: tributary lesson causality --gamma 0.5",
        "Example: tributary lesson causality --without"})
public final class LessonCommand implements Subcommand {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The claim; all are listed without one.")
  private String name;

  @Option(names = "--without", description = "Leave out the ingredient that makes the claim true, and see it fail.")
  private boolean without;

  @Option(names = "--small", description = "The small size, in which tests run it and docs/lesson shows it.")
  private boolean small;

  @Option(names = "--svg", paramLabel = "FILE", description = "Also write the picture as SVG.")
  private Path svg;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
  private Path json;

  @SuppressWarnings("unused") // needed before options are parsed, so the arguments are searched for it
  @Option(names = "--verbose", description = "Log more, and show where a failure happened.")
  private boolean verbose;

  /// Not picocli's own help: with a name it is the claim's.
  @Option(names = {"-h", "--help"}, description = "Show this help, or with NAME the claim's options.")
  private boolean help;

  @Unmatched
  private List<String> ofClaim = new ArrayList<>();

  @Override
  public int run(Host host) {
    if (name == null) {
      if (help) {
        spec.commandLine().usage(host.out());
      } else {
        list(host);
      }
      return Exit.DONE;
    }
    Claim claim = claim(name);
    if (help) {
      options(host, claim);
      return Exit.DONE;
    }
    Chosen chosen = chosen(claim);
    Result result = run(claim, chosen);
    Report report = new Report(claim, chosen, result);
    host.out().print(report.text(true));
    if (svg != null) {
      write(result.picture().svg(), host.directory().resolve(svg));
    }
    if (json != null) {
      Summary.write(report.tree(), host.directory().resolve(json));
    }
    return result.holds() ? Exit.DONE : Exit.FAILED;
  }

  private static Claim claim(String name) {
    List<String> slugs = Lessons.all().stream().map(Claim::slug).toList();
    return Lessons.named(name).orElseThrow(() -> new UsageException("claim is '" + name + "'; expected one of those that `tributary lesson` lists"
        + Nearest.hint(name, slugs) + "; nothing was tried"));
  }

  private Chosen chosen(Claim claim) {
    try {
      Chosen chosen = (small ? Chosen.small(claim) : Chosen.standard(claim)).typed(ofClaim);
      return without ? chosen.leavingOut() : chosen;
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; see tributary lesson " + claim.slug() + " --help; nothing was tried", impossible);
    }
  }

  private static Result run(Claim claim, Chosen chosen) {
    try {
      return claim.run(chosen);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(impossible.getMessage() + "; options were " + chosen.words(), impossible);
    }
  }

  private static void list(Host host) {
    int width = Lessons.all().stream().mapToInt(claim -> claim.slug().length()).max().orElse(0);
    host.out().println(Lessons.all().size() + " claims about policy gradients; each builds on those above it.");
    for (Claim claim : Lessons.all()) {
      host.out().println("  " + claim.slug() + " ".repeat(width - claim.slug().length()) + "  " + claim.statement());
    }
    host.out().println("Run first: tributary lesson " + Lessons.first().slug());
  }

  private static void options(Host host, Claim claim) {
    host.out().println("tributary lesson " + claim.slug() + ": " + claim.statement());
    for (io.tributary.lesson.Option option : claim.options()) {
      String sizes = option.small().equals(option.standard()) ? "" : ", small: " + option.small();
      host.out().println("  --" + option.name() + " VALUE  " + option.meaning() + "; " + option.bounds() + " (default: " + option.standard() + sizes + ")");
    }
    host.out().println("  --without  leaves out " + claim.without().what());
    host.out().println("  --small, --svg FILE, --json FILE as with every claim");
    host.out().println("Example: tributary lesson " + claim.slug() + " " + Chosen.standard(claim).words());
  }

  private static void write(String picture, Path file) {
    try {
      Files.writeString(file, picture);
    } catch (IOException failed) {
      throw new RunException("--svg " + file + " cannot be written (" + failed + "); expected a file to write; the figures are above", failed);
    }
  }
}
