"""Names and sizes of the workloads of GpuNet.Benchmarks, for the peers in Python."""

SIZES = {"16M": 1 << 24, "64K": 1 << 16}
SQUARES = {"512": 512, "1024": 1024, "2048": 2048}
LAYERS = {
    "1x784x512": (1, 784, 512), "1x4096x4096": (1, 4096, 4096), "128x784x512": (128, 784, 512), "512x784x512": (512, 784, 512),
    "512x2048x2048": (512, 2048, 2048),
}
DIGITS_EPOCHS = 10
DIGITS_ROWS = 1437


def elementwise(name):
    """(function, count) of a workload such as relu/16M; None if it is another kind."""
    function, _, size = name.partition("/")
    return (function, SIZES[size]) if function in ("relu", "exp", "sigmoid", "tanh", "gelu") and size in SIZES else None


def layer_products(layer):
    """The shapes of x, w and dy of a linear layer of [batch, in] rows and an [out, in] weight."""
    batch, inputs, outputs = layer
    return (batch, inputs), (outputs, inputs), (batch, outputs)


def digits():
    """The digits that come with scikit-learn, which are those of GpuNet: pixels from 0 to 1, labels."""
    from sklearn.datasets import load_digits

    data = load_digits()
    return (data.data[:DIGITS_ROWS] / 16).astype("float32"), data.target[:DIGITS_ROWS]
