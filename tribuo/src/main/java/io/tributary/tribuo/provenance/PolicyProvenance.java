// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.provenance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.MapProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import org.tribuo.provenance.ModelProvenance;

/// Assembles the provenance of a policy version: the dataset is its batch, the trainer its settings, the instance values who it is.
///
/// Versions of Tribuo, Java and operating system in it are those of the process that assembles it, not of the trainer.
public final class PolicyProvenance {
  private PolicyProvenance() {}

  /// The provenance of a version.
  public static ModelProvenance of(VersionFacts facts) {
    Map<String, Provenance> instance = new TreeMap<>();
    put(instance, new StringProvenance("run", facts.run()));
    put(instance, new StringProvenance("environment", facts.environment()));
    put(instance, new LongProvenance("policy-version", facts.version()));
    put(instance, new LongProvenance("parent-version", facts.parent()));
    put(instance, new LongProvenance("steps-trained", facts.stepsTrained()));
    facts.hashes().forEach((what, hash) -> put(instance, new HashProvenance(ProvenanceUtil.HashType.SHA256, what + "-sha256", hash)));
    return new ModelProvenance(facts.model(), facts.created(), new TrajectoryBatchProvenance(facts), new LearnerProvenance(facts), instance);
  }

  private static void put(Map<String, Provenance> values, PrimitiveProvenance<?> value) {
    values.put(value.getKey(), value);
  }

  /// The provenance of a version as names, texts, numbers and lists, for JSON.
  public static Object json(VersionFacts facts) {
    return tree(of(facts));
  }

  static Object tree(Provenance provenance) {
    return switch (provenance) {
      case PrimitiveProvenance<?> primitive -> plain(primitive.getValue());
      case ObjectProvenance object -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        object.forEach(pair -> fields.put(pair.getA(), tree(pair.getB())));
        yield fields;
      }
      case MapProvenance<?> map -> {
        Map<String, Object> entries = new TreeMap<>();
        map.forEach(pair -> entries.put(pair.getA(), tree(pair.getB())));
        yield entries;
      }
      case ListProvenance<?> list -> {
        List<Object> items = new ArrayList<>();
        list.forEach(item -> items.add(tree(item)));
        yield items;
      }
      default -> provenance.toString();
    };
  }

  private static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }
}
