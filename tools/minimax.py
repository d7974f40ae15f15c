"""Polynomials with float coefficients of least relative error, and those of PortableMath, printed. Needs mpmath, numpy.

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


def main():
    """The polynomials of PortableMath's exponential, normal tail, and, in z = x^2, trigonometric functions and powers."""
    half = mpmath.log(2) / 2 * mpmath.mpf("1.0001")
    rest = lambda r: (mpmath.expm1(r) - r) / r**2
    report("exp: (f(x) - 1 - x) / x^2", *fit(rest, -half, half, range(5), lambda r: r**2 / mpmath.exp(r)))

    # t = (a - 1) / (a + 21/8) for a in [0, 15.6]
    pole, tail = mpmath.mpf(21) / 8, lambda a: mpmath.erfc(a / mpmath.sqrt(2)) * mpmath.exp(a**2 / 2) / 2
    argument = lambda t: (pole * t + 1) / (1 - t)
    ratio = lambda t: (argument(t) + pole) * tail(argument(t))
    report("normal tail: (a + 21/8) m(a)", *fit(ratio, -1 / pole + mpmath.mpf(10) ** -9, mpmath.mpf("14.6") / (mpmath.mpf("15.6") + pole), range(10)))

    quarter = (mpmath.pi / 4 * mpmath.mpf("1.0001")) ** 2
    odd = [("sin", mpmath.sin, quarter, 3), ("asin", mpmath.asin, mpmath.mpf(1) / 4, 5), ("atan", mpmath.atan, 1, 8)]
    for name, f, high, degree in odd:
        rest = lambda s: (f(mpmath.sqrt(s)) / mpmath.sqrt(s) - 1) / s
        relative = lambda s: s * mpmath.sqrt(s) / f(mpmath.sqrt(s))
        report(f"{name}: (f(x) - x) / x^3", *fit(rest, 1e-8, high, range(degree + 1), relative))
    cosine = lambda s: (mpmath.cos(mpmath.sqrt(s)) - 1 + s / 2) / s**2
    report("cos: (f(x) - 1 + x^2 / 2) / x^4", *fit(cosine, 1e-6, quarter, range(3), lambda s: s**2 / mpmath.cos(mpmath.sqrt(s))))
    artanh = lambda s: 2 * mpmath.atanh(mpmath.sqrt(s))
    rest = lambda s: (artanh(s) - 2 * mpmath.sqrt(s)) / mpmath.sqrt(s) ** 3
    report("log: (2 artanh(t) - 2 t) / t^3", *fit(rest, 1e-8, 0.0295, range(4), lambda s: mpmath.sqrt(s) ** 3 / artanh(s)))


if __name__ == "__main__":
    main()
