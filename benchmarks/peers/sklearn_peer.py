"""The workload of GpuNet.Benchmarks that scikit-learn has: training a small network on the digits."""

import sys
import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from protocol import serve
from workloads import DIGITS_EPOCHS, digits


def prepare(name):
    if name != f"digits/{DIGITS_EPOCHS}-epochs":
        return None
    x, y = digits()
    model = MLPClassifier(
        hidden_layer_sizes=(32,), batch_size=32, learning_rate_init=1e-3, alpha=0, max_iter=DIGITS_EPOCHS,
        n_iter_no_change=DIGITS_EPOCHS + 1, random_state=1)
    return lambda: model.fit(x, y)


if __name__ == "__main__":
    warnings.simplefilter("ignore", ConvergenceWarning)  # Ten epochs are meant to be too few.
    serve("scikit-learn", prepare, float(sys.argv[1]) / 1e3)
