using System.Numerics;
using System.Reflection;
using ILGPU;
using ILGPU.Algorithms;
using SystemMath = System.Math;

namespace GpuNet.Engine.Tests.Api.Math;

/// <summary>A call of a public member in C#, and what it gives by .NET's own definition.</summary>
/// <param name="Code">C#, of the arguments a, b and c.</param>
/// <param name="Expected">By value, in double precision for floats; null where nothing is promised.</param>
/// <param name="Ulps">How far the result may be off.</param>
internal sealed record MathCall<T>(string Code, Func<T, T, T, object?> Expected, double Ulps)
    where T : struct;

/// <summary>Every function of one number type that XMath and IntrinsicMath offer to kernels, found by reflection.</summary>
internal static class MathSurface
{
    private static readonly Type[] Classes = [typeof(XMath), typeof(IntrinsicMath), typeof(IntrinsicMath.BitOperations)];

    // What OpenCL C allows its functions in single precision, and CUDA stays below.
    private static readonly Dictionary<string, double> Errors = new()
    {
        ["Rsqrt"] = 2, ["DegToRad"] = 2, ["RadToDeg"] = 2, ["Exp"] = 3, ["Exp2"] = 3, ["Log"] = 3, ["Log2"] = 3, ["Log10"] = 3,
        ["Sin"] = 4, ["Cos"] = 4, ["Tan"] = 5, ["Asin"] = 4, ["Acos"] = 4, ["Atan"] = 5, ["Atan2"] = 6, ["Sinh"] = 4,
        ["Cosh"] = 4, ["Tanh"] = 5, ["Pow"] = 16,
    };

    // Those that .NET calls otherwise.
    private static readonly Dictionary<string, Delegate> Others = new()
    {
        ["RoundToEven"] = (Func<double, double>)SystemMath.Round,
        ["RoundAwayFromZero"] = (Func<double, double>)(x => SystemMath.Round(x, MidpointRounding.AwayFromZero)),
        ["Rcp"] = (Func<double, double>)(x => 1 / x),
        ["Rsqrt"] = (Func<double, double>)(x => 1 / SystemMath.Sqrt(x)),
        ["Exp2"] = (Func<double, double>)(x => SystemMath.Pow(2, x)),
        ["Rem"] = (Func<double, double, double>)((x, y) => x % y),
        ["DegToRad"] = (Func<double, double>)(x => x * (SystemMath.PI / 180)),
        ["RadToDeg"] = (Func<double, double>)(x => x * (180 / SystemMath.PI)),
        ["Sign"] = (Func<double, int>)(x => double.IsNaN(x) ? 0 : SystemMath.Sign(x)),
        ["IsNaN"] = (Func<double, bool>)double.IsNaN,
        ["IsInfinity"] = (Func<double, bool>)double.IsInfinity,
        ["IsFinite"] = (Func<double, bool>)double.IsFinite,
    };

    public static List<MathCall<T>> Of<T>()
        where T : struct, INumber<T>
    {
        var calls = new List<MathCall<T>>();
        foreach (var type in Classes)
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            {
                var parameters = method.GetParameters();
                if (Array.TrueForAll(parameters, parameter => parameter.ParameterType == typeof(T)) && IsNumber(method.ReturnType))
                    calls.Add(new(Text(method), Reference<T>(method), Tolerance(method, parameters.Length)));
            }
        }
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            calls.AddRange(Rounding<T>());
        return calls;
    }

    // The quotient of two logarithms has the errors of both, and its own.
    private static double Tolerance(MethodInfo method, int count) =>
        method.Name == "Log" && count == 2 ? 8 : Errors.GetValueOrDefault(method.Name);

    private static bool IsNumber(Type type) => type.IsPrimitive || type == typeof(ILGPU.Half);

    // Only debug mode stops at a division by zero.
    private static string Text(MethodInfo method) =>
        $"{method.DeclaringType!.FullName!.Replace('+', '.')}.{method.Name}"
        + (IsDivision(method) ? "(a, b > 0 ? b : 1)" : $"({"a, b, c"[..(3 * method.GetParameters().Length - 2)]})");

    private static bool IsDivision(MethodInfo method) => method.Name.StartsWith("DivRound", StringComparison.Ordinal);

    private static IEnumerable<MathCall<T>> Rounding<T>()
        where T : struct, INumber<T>
    {
        foreach (var mode in Enum.GetValues<MidpointRounding>())
        {
            yield return new($"XMath.Round(a, MidpointRounding.{mode})", (x, _, _) => Round(x, 0, mode), 0);
            foreach (int digits in new[] { 0, 1, 3, 6 })
                yield return new($"XMath.Round(a, {digits}, MidpointRounding.{mode})", (x, _, _) => Round(x, digits, mode), 0);
        }
        yield return new("XMath.Round(a, 2)", (x, _, _) => Round(x, 2, MidpointRounding.ToEven), 0);
        yield return new("Sine(a)", (x, _, _) => SystemMath.Sin(double.CreateChecked(x)), 4);
        yield return new("Cosine(a)", (x, _, _) => SystemMath.Cos(double.CreateChecked(x)), 4);

        // Digits are digits of the type: there is no rounding a float by way of a double.
        static object Round(T value, int digits, MidpointRounding mode) =>
            value is float single ? (double)MathF.Round(single, digits, mode) : SystemMath.Round((double)(object)value, digits, mode);
    }

    private static Func<T, T, T, object?> Reference<T>(MethodInfo method)
        where T : struct, INumber<T>
    {
        int count = method.GetParameters().Length;
        bool isFloat = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (IsDivision(method))
            return (a, b, _) => a < T.Zero || b <= T.Zero ? null : a / b + (method.Name.EndsWith("Up", StringComparison.Ordinal) && a % b != T.Zero ? T.One : T.Zero);
        if (method.Name == "Abs" && !isFloat)
            return (a, _, _) => a < T.Zero ? T.Zero - a : a;
        if (method.Name == "Clamp")
            return (a, b, c) => T.IsNaN(b) || T.IsNaN(c) || b > c ? null : Widened(T.Clamp(a, b, c), isFloat);
        if (method.Name.EndsWith("Count", StringComparison.Ordinal))
        {
            var counted = typeof(T).GetMethod(method.Name.Replace("Count", "") + "Count", [typeof(T)])!;
            return (a, _, _) => Convert.ToInt32(counted.Invoke(null, [a]));
        }
        if (!isFloat)
            return method.Name == "Min" ? (a, b, _) => T.Min(a, b) : method.Name == "Max" ? (a, b, _) => T.Max(a, b) : throw new InvalidOperationException(method.Name);

        var reference = Others.TryGetValue(method.Name, out var other) ? other.Method : typeof(SystemMath).GetMethod(method.Name, [.. Enumerable.Repeat(typeof(double), count)])!;
        object? target = other?.Target;
        return (a, b, _) => reference.Invoke(target, count == 1 ? [double.CreateChecked(a)] : [double.CreateChecked(a), double.CreateChecked(b)]);
    }

    private static object Widened<T>(T value, bool isFloat)
        where T : struct, INumber<T> =>
        isFloat ? double.CreateChecked(value) : value;
}
