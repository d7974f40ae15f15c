"""Polynomials with float coefficients of least relative error: the fits behind PortableMath. Needs mpmath, numpy.

fit(f, low, high, powers) is the sum of c[i] x^powers[i] whose largest error relative to f on [low, high] is least
(Lawson's weighted least squares). Coefficients are rounded to float one by one, lowest power first, and the others are
fitted again to what is left, so that rounding costs little.
"""
import mpmath
import numpy

mpmath.mp.prec = 160


def lawson(x, targets, weights, powers, rounds=40):
    """The coefficients of the polynomial that leaves the least largest weighted error at the points x."""
    scale = float(max(abs(v) for v in x))
    columns = numpy.array([[float((v / scale) ** p) for p in powers] for v in x]) * weights[:, None]
    rhs = targets * weights
    w, best, least = numpy.ones(len(x)), None, numpy.inf
    for _ in range(rounds):
        root = numpy.sqrt(w)
        c = numpy.linalg.lstsq(columns * root[:, None], rhs * root, rcond=None)[0]
        errors = abs(columns @ c - rhs)
        if errors.max() < least:
            best, least = c, errors.max()
        w = w * errors / (w * errors).sum() + 1e-30
    return [float(c) / scale**p for c, p in zip(best, powers)]


def fit(f, low, high, powers, weight=None):
    """Coefficients as floats, lowest power first, and the largest relative error with them."""
    low, high, n = mpmath.mpf(low), mpmath.mpf(high), 300
    x = [(low + high) / 2 - (high - low) / 2 * mpmath.cos(mpmath.pi * (i + mpmath.mpf(1) / 2) / n) for i in range(n)]
    values = [f(v) for v in x]
    weights = numpy.array([float((weight or (lambda _: 1 / abs(f(_))))(v)) for v in x])
    powers, done = list(powers), []
    while powers:
        rest = numpy.array([float(y - sum(c * v**p for p, c in done)) for v, y in zip(x, values)])
        c = lawson(x, rest, weights, powers)
        done.append((powers.pop(0), mpmath.mpf(float(numpy.float32(c[0])))))
    worst = max(float(abs(sum(c * v**p for p, c in done) - y)) * w for v, y, w in zip(x, values, weights))
    return [float(c) for _, c in done], worst


def report(name, coefficients, error):
    """Prints them as PortableMath has them: highest power first."""
    print(f"{name}: relative error {error:.3g} = 2^{numpy.log2(error):.1f}")
    for c in reversed(coefficients):
        print("   ", repr(numpy.float32(c)))
