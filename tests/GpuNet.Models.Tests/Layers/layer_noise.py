"""The random numbers that layers draw in their first pass, computed again with NumPy: Philox4x32-10 (Salmon et al. 2011) under the
layout that the documentation of the kernels gives (RandomLayout, DropoutMask, Generator)."""
import numpy as np

SEED = 5
MASK_BIT = 0x80000000  # keeps masks apart from what the host draws
STRIDE = 32  # elements of a row of what is no matrix


def philox(counter, key):
    """Four words of each counter [n, 4]."""
    x, y, z, w = (counter[:, i].astype(np.uint64) for i in range(4))
    low, (key0, key1) = np.uint64(0xFFFFFFFF), (np.uint64(k) for k in key)
    for _ in range(10):
        product0, product1 = np.uint64(0xD2511F53) * x, np.uint64(0xCD9E8D57) * z
        x, y, z, w = (product1 >> np.uint64(32)) ^ y ^ key0, product1 & low, (product0 >> np.uint64(32)) ^ w ^ key1, product0 & low
        key0, key1 = (key0 + np.uint64(0x9E3779B9)) & low, (key1 + np.uint64(0xBB67AE85)) & low
    return np.stack([x, y, z, w], axis=1)


def words(count, columns):
    """For each element the four words of its block, and which of them is its own."""
    rows, places = np.divmod(np.arange(count), columns)
    block = rows // 4 * columns + places
    counter = np.stack([block, 0 * block, 0 * block + MASK_BIT, 0 * block], axis=1)
    return philox(counter, (SEED, 0)), rows % 4


def unit(word):
    """Uniform in [0, 1), 24 bits."""
    return (word >> np.uint64(8)).astype(np.float64) / 2**24


def uniform(shape, columns=STRIDE):
    count = int(np.prod(shape))
    four, own = words(count, columns)
    return unit(four[np.arange(count), own]).reshape(shape)


def mask_uniform(shape):
    """The numbers that dropout compares: rows are those of the tensor, where it has enough of them."""
    has_rows = len(shape) > 1 and shape[-1] >= 8 and int(np.prod(shape)) // shape[-1] >= 4
    return uniform(shape, shape[-1] if has_rows else STRIDE)


def normal(shape):
    """Box and Muller: words 0 and 1 make the first pair, 2 and 3 the second."""
    count = int(np.prod(shape))
    four, own = words(count, STRIDE)
    each, pair = np.arange(count), own // 2 * 2
    radius = np.sqrt(-2 * np.log(unit(four[each, pair]) + 2.0**-24))
    turn = 2 * np.pi * unit(four[each, pair + 1])
    return (radius * np.where(own % 2 == 0, np.cos(turn), np.sin(turn))).reshape(shape)
