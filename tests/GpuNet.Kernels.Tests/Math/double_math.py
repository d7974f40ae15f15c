"""Writes double_math.csv: functions that System.Math lacks, to 17 digits by mpmath. Run it in this folder."""
import mpmath

mpmath.mp.prec = 200
functions = {
    "erf": (mpmath.erf, [1e-300, 1e-10, 0.001, 0.1, 0.5, 0.9, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 5.9, 6, 30]),
    "erfc": (mpmath.erfc, [1e-10, 0.1, 0.49, 0.5, 0.51, 1, 1.24, 1.25, 1.5, 2, 3, 5, 6.2, 6.3, 9, 12, 20, 26]),
    "normal_cdf": (mpmath.ncdf, [1e-10, 0.1, 0.5, 0.7, 1, 1.5, 1.8, 2, 3, 5, 8, 9, 12, 20, 30, 37]),
    "expm1": (mpmath.expm1, [1e-300, 1e-17, 1e-9, 1e-4, 0.1, 0.34, 0.5, 1, 2, 10, 100, 700]),
    "log1p": (mpmath.log1p, [1e-300, 1e-17, 1e-9, 1e-4, 0.1, 0.34, 0.5, 0.99, 2, 10, 1e10, 1e300]),
    "tanh": (mpmath.tanh, [1e-300, 1e-9, 1e-4, 0.1, 0.5, 1, 2, 5, 10, 18, 25, 1000]),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), [1e-300, 1e-9, 0.1, 1, 2, 5, 10, 36, 40, 700]),
}
with open("double_math.csv", "w") as out:
    out.write("function,x,value\n")
    for name, (function, points) in functions.items():
        for point in points:
            for x in (point, -point):
                if name == "log1p" and x <= -1:
                    continue
                out.write(f"{name},{x!r},{mpmath.nstr(function(mpmath.mpf(x)), 17)}\n")
