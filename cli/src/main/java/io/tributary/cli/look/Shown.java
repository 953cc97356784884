// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.look;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.tributary.runs.Read;
import io.tributary.schemas.Codec;
import io.tributary.schemas.CodecException;
import io.tributary.schemas.Topic;

/// One record for people or for programs; what cannot be decoded is shown as such, with where it lies and its first bytes.
public final class Shown {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIST_HEAD = 4;
  private static final int TEXT_MOST = 48;
  private static final int BYTES_MOST = 64;

  private final Topic<?, ?> topic;

  /// @param topic whose codecs decode
  public Shown(Topic<?, ?> topic) {
    this.topic = topic;
  }

  /// One line for people: coordinates, key, and the value with long lists cut short.
  public String text(Read<byte[], byte[]> read) {
    return Printable.of(line(read));
  }

  private String line(Read<byte[], byte[]> read) {
    Map<String, Object> tree = tree(read);
    StringBuilder line = new StringBuilder("[" + topic.name() + "-" + read.partition() + "@" + read.offset() + "] ");
    line.append(Instant.ofEpochMilli(read.timestampMs()));
    if (tree.get("key") != null) {
      line.append(' ').append(tree.get("key"));
    }
    if (tree.containsKey("malformed")) {
      return line + " malformed (" + read.bytes() + " bytes " + tree.get("firstBytes") + "): " + tree.get("malformed");
    }
    return line.append(' ').append(tree.get("value") == null ? "(no value)" : brief(tree.get("value"))).toString();
  }

  /// One line of JSON: topic, partition, offset, timestampMs, key, and value or malformed.
  public String json(Read<byte[], byte[]> read) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("topic", topic.name());
    tree.put("partition", read.partition());
    tree.put("offset", read.offset());
    tree.put("timestampMs", read.timestampMs());
    tree.putAll(tree(read));
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException failed) {
      throw new IllegalStateException("a tree of maps, lists, numbers and words is always JSON", failed);
    }
  }

  private Map<String, Object> tree(Read<byte[], byte[]> read) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", key(read.key()));
    try {
      tree.put("value", decoded(topic.value(), read.value()));
    } catch (CodecException undecodable) {
      tree.put("malformed", undecodable.getMessage());
      tree.put("bytes", read.bytes());
      tree.put("firstBytes", hex(read.value()));
    }
    return tree;
  }

  /// A broken key does not hide the value: rejected records have the keys they came with.
  private Object key(byte[] key) {
    try {
      return decoded(topic.key(), key);
    } catch (CodecException undecodable) {
      return undecodable.getMessage() + ": " + hex(key);
    }
  }

  private static Object decoded(Codec<?> codec, byte[] bytes) {
    return bytes == null ? null : RecordTree.of(codec.decode(bytes));
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? "" : HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, BYTES_MOST));
  }

  /// `name=value` pairs; nested ones in braces.
  public static String brief(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> map.entrySet().stream().map(entry -> entry.getKey() + "=" + inner(entry.getValue())).collect(Collectors.joining(" "));
      default -> inner(tree);
    };
  }

  private static String inner(Object value) {
    return switch (value) {
      case null -> "-";
      case Map<?, ?> map -> "{" + brief(map) + "}";
      case List<?> list -> list(list);
      case Double number -> number(number);
      case String text when text.length() > TEXT_MOST && !text.contains(" ") -> text.substring(0, TEXT_MOST) + "…(" + text.length() + ")";
      default -> value.toString();
    };
  }

  private static String list(List<?> list) {
    String head = list.stream().limit(list.size() <= LIST_HEAD + 2 ? list.size() : LIST_HEAD).map(Shown::inner).collect(Collectors.joining(" "));
    return list.size() <= LIST_HEAD + 2 ? "[" + head + "]" : "[" + head + " …(" + list.size() + ")]";
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : String.format(Locale.ROOT, "%.5g", number);
  }
}
