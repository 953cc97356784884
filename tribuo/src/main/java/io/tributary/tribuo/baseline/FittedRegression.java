// SPDX-License-Identifier: Apache-2.0
package io.tributary.tribuo.baseline;

import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

import io.tributary.tribuo.QuietLogs;

/// A Tribuo regression of reward-to-go on observations, fitted on a window: a pure function of window and trainer.
final class FittedRegression {
  private static final String DIMENSION = "return";
  private static final RegressionFactory FACTORY = new RegressionFactory();

  private final WindowScale scale;
  private final Model<Regressor> model;

  /// Trains on all rows of the window. Where there is nothing to learn (a single state, or equal returns) b(s) is the mean return.
  FittedRegression(ConfiguredTrainer trainer, RowWindow window, double grid) {
    QuietLogs.ensure();
    scale = new WindowScale(window, grid);
    model = scale.isInformative() ? trainer.create(window.randomKey()).train(examples(window)) : null;
  }

  private MutableDataset<Regressor> examples(RowWindow window) {
    MutableDataset<Regressor> examples = new MutableDataset<>(new SimpleDataSourceProvenance("rows of earlier batches", FACTORY), FACTORY);
    for (int row = 0; row < window.rows(); row++) {
      Regressor truth = new Regressor(DIMENSION, scale.standardised(window.returns()[row]));
      examples.add(new ArrayExample<>(truth, scale.names(), scale.features(window.observations(), row)));
    }
    return examples;
  }

  /// b(s) of each row, in reward units.
  ///
  /// @throws IllegalStateException if the regression gives no finite number: it diverged
  void predict(float[] observations, int rows, float[] out) {
    for (int row = 0; row < rows; row++) {
      out[row] = (float) (model == null ? scale.meanReturn() : scale.inRewardUnits(predicted(observations, row)));
      if (!Float.isFinite(out[row])) {
        throw new IllegalStateException("the baseline of row " + row + " is " + out[row] + "; expected a finite number: " + model.getName()
            + " diverged when it was fitted; settings tribuo.fields decide its steps; nothing is learned from this batch");
      }
    }
  }

  private double predicted(float[] observations, int row) {
    var example = new ArrayExample<>(FACTORY.getUnknownOutput(), scale.names(), scale.features(observations, row));
    return model.predict(example).getOutput().getValues()[0];
  }
}
