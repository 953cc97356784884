// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Settings as the arguments of a child JVM, `name=value` each, and back.
final class BrokerArguments {
  private static final String KAFKA = "kafka.";

  private BrokerArguments() {}

  static List<String> of(BrokerSettings settings) {
    List<String> arguments = new ArrayList<>();
    settings.dataDirectory().ifPresent(directory -> arguments.add("dataDirectory=" + directory));
    arguments.add("port=" + settings.port());
    arguments.add("ioThreads=" + settings.ioThreads());
    arguments.add("networkThreads=" + settings.networkThreads());
    arguments.add("backgroundThreads=" + settings.backgroundThreads());
    arguments.add("startTimeoutMs=" + settings.startTimeoutMs());
    arguments.add("stopTimeoutMs=" + settings.stopTimeoutMs());
    arguments.add("heapMb=" + settings.heapMb());
    settings.users().ifPresent(file -> arguments.add("users=" + file.toAbsolutePath()));
    new TreeMap<>(settings.kafka()).forEach((key, value) -> arguments.add(KAFKA + key + "=" + value));
    return List.copyOf(arguments);
  }

  /// What a node among several gets beside its settings.
  ///
  /// @param controllerPort 0 for any
  static List<String> ofNode(int node, int controllerPort) {
    return List.of("node=" + node, "controllerPort=" + controllerPort);
  }

  /// The node's id among several; 0 where it is alone.
  static int node(List<String> arguments) {
    return number(split(arguments), "node", 0);
  }

  static int controllerPort(List<String> arguments) {
    return number(split(arguments), "controllerPort", 0);
  }

  /// What is not given keeps its default.
  ///
  /// @throws IllegalArgumentException if an argument is not `name=value`, or a value is not a number or out of its range
  static BrokerSettings parse(List<String> arguments) {
    Map<String, String> given = split(arguments);
    Map<String, String> kafka = new HashMap<>();
    given.forEach((name, value) -> {
      if (name.startsWith(KAFKA)) {
        kafka.put(name.substring(KAFKA.length()), value);
      }
    });
    BrokerSettings defaults = BrokerSettings.defaults();
    return new BrokerSettings(
        Optional.ofNullable(given.get("dataDirectory")).map(Path::of),
        number(given, "port", defaults.port()),
        number(given, "ioThreads", defaults.ioThreads()),
        number(given, "networkThreads", defaults.networkThreads()),
        number(given, "backgroundThreads", defaults.backgroundThreads()),
        number(given, "startTimeoutMs", defaults.startTimeoutMs()),
        number(given, "stopTimeoutMs", defaults.stopTimeoutMs()),
        number(given, "heapMb", defaults.heapMb()),
        Optional.ofNullable(given.get("users")).map(Path::of),
        kafka);
  }

  private static Map<String, String> split(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("broker argument is " + argument + "; expected name=value");
      }
      given.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return given;
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    String value = given.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("broker." + name + " is " + value + "; expected a whole number", e);
    }
  }
}
