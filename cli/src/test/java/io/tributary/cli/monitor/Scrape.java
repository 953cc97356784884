// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `/metrics` answered, taken apart.
///
/// @param text as it came
record Scrape(String text) {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Duration LONGEST = Duration.ofSeconds(30);

  record Sample(String name, Map<String, String> labels, double value) {}

  /// What a page answered.
  record Page(int status, String body) {}

  static Scrape of(URI server) throws IOException, InterruptedException {
    return new Scrape(page(server, "/metrics").body());
  }

  static Page page(URI server, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(HttpRequest.newBuilder(server.resolve(path)).timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString());
      return new Page(answer.statusCode(), answer.body());
    }
  }

  List<Sample> samples() {
    return text.lines().filter(line -> !line.startsWith("#")).map(Scrape::sample).toList();
  }

  private static Sample sample(String line) {
    Matcher parts = SAMPLE.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(parts.group(2) == null ? "" : parts.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return new Sample(parts.group(1), labels, Double.parseDouble(parts.group(3).replace("+Inf", "Infinity")));
  }

  /// The one sample of that name with at least these labels: `name, label, value, …`.
  double value(String name, String... labels) {
    List<Sample> found = samples().stream().filter(sample -> sample.name().equals(name)
        && java.util.stream.IntStream.range(0, labels.length / 2).allMatch(i -> labels[2 * i + 1].equals(sample.labels().get(labels[2 * i])))).toList();
    if (found.size() != 1) {
      throw new AssertionError(name + Arrays.toString(labels) + " has " + found.size() + " samples; expected 1 in\n" + text);
    }
    return found.getFirst().value();
  }

  /// Names of all samples.
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples().forEach(sample -> names.add(sample.name()));
    return names;
  }

  /// Of each figure: its kind and what it is.
  Map<String, String> families() {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (String line : text.lines().filter(any -> any.startsWith("# TYPE ")).toList()) {
      kinds.put(line.split(" ")[2], line.split(" ")[3]);
    }
    return kinds;
  }

  String help(String family) {
    return text.lines().filter(line -> line.startsWith("# HELP " + family + " ")).map(line -> line.substring(("# HELP " + family + " ").length()))
        .findFirst().orElse("");
  }
}
