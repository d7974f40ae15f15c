using System.Numerics;
using System.Text;
using GpuNet.Engine.Tests.RandomPrograms;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Math;

/// <summary>
/// Every function of XMath and IntrinsicMath in kernels, on every device, at the edges of its type and beyond its domain,
/// against .NET's definition of it: the same infinities, zeros and NaN, and elsewhere the neighbourhood that
/// <see cref="MathSurface"/> names.
/// </summary>
public sealed class MathSurfaceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    // Larger kernels are not compiled to vectors.
    private const int CallsPerKernel = 16;

    private static readonly float[] Floats =
    [
        0, -0f, 1, -1, 0.5f, -0.5f, 2.5f, -2.5f, 3, 0.49999997f, 0.3f, -0.7f, 1e-5f, 1.005f, 12.345f, -123.4565f, 100.5f, 1e6f, -7654321.5f,
        8388607.5f, 1e8f, 1e30f, 1e-30f, 1e-40f, -1e-40f, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN,
    ];

    private static readonly double[] Doubles =
    [
        .. Floats.Select(value => (double)value), 0.49999999999999994, 4503599627370497.5, 1e300, 1e-310, double.Epsilon, double.MaxValue,
    ];

    // All but PTX, which has few of these functions.
    public static TheoryData<TestDevice> Devices => [TestDevice.Cpu, TestDevice.CpuDebug, TestDevice.OpenCl, TestDevice.Cuda];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Integers(TestDevice device)
    {
        Check<sbyte>(device, "sbyte", [0, 1, -1, 2, 7, -7, 100, sbyte.MaxValue, sbyte.MinValue]);
        Check<byte>(device, "byte", [0, 1, 2, 7, 128, 200, byte.MaxValue]);
        Check<short>(device, "short", [0, 1, -1, 7, -7, 1000, short.MaxValue, short.MinValue]);
        Check<ushort>(device, "ushort", [0, 1, 7, 32768, ushort.MaxValue]);
        Check<int>(device, "int", [0, 1, -1, 7, -7, 256, 1 << 30, int.MaxValue, int.MinValue]);
        Check<uint>(device, "uint", [0, 1, 7, 256, 1u << 31, uint.MaxValue]);
        Check<long>(device, "long", [0, 1, -1, 7, -7, 1L << 31, 1L << 40, long.MaxValue, long.MinValue]);
        Check<ulong>(device, "ulong", [0, 1, 7, 1ul << 32, 1ul << 63, ulong.MaxValue]);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Singles(TestDevice device) => Check(device, "float", Floats);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Double_precision(TestDevice device) => Check(device, "double", Doubles);

    private void Check<T>(TestDevice device, string name, T[] values)
        where T : unmanaged, INumber<T>
    {
        var triples = values.SelectMany((a, i) => values.Select((b, j) => (a, b, c: values[(i + 3 * j + 1) % values.Length]))).ToArray();
        // An example for each call.
        var wrong = new Dictionary<string, string>();
        foreach (var calls in MathSurface.Of<T>().Chunk(CallsPerKernel))
        {
            var results = Run(device, name, calls, triples);
            for (int item = 0; item < triples.Length; ++item)
            {
                var (a, b, c) = triples[item];
                for (int call = 0; call < calls.Length; ++call)
                {
                    var (code, expected, ulps) = calls[call];
                    var actual = results[item * calls.Length + call];
                    if (expected(a, b, c) is { } value && !IsNear(actual, value, ulps, isExactZero: !code.Contains("Clamp", StringComparison.Ordinal)))
                        wrong[code] = $"{code} of {a:R}, {b:R}, {c:R} is {actual:R}, not {value:R}";
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Values));
    }

    private T[] Run<T>(TestDevice device, string name, MathCall<T>[] calls, (T A, T B, T C)[] triples)
        where T : unmanaged, INumber<T>
    {
        var kernel = (Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>>)ProgramCompiler
            .Compile([Source(name, calls)], out var errors)!.GetType("Calls")!.GetMethod("Kernel")!
            .CreateDelegate(typeof(Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>>));
        Assert.Equal("", errors);
        var accelerator = accelerators[device];
        using var a = accelerator.Allocate1D(triples.Select(triple => triple.A).ToArray());
        using var b = accelerator.Allocate1D(triples.Select(triple => triple.B).ToArray());
        using var c = accelerator.Allocate1D(triples.Select(triple => triple.C).ToArray());
        using var results = accelerator.Allocate1D<T>(triples.Length * calls.Length);
        accelerator.LaunchAutoGrouped(kernel, new Index1D(triples.Length), a.View, b.View, c.View, results.View);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    // Counts and truths are results of the type, too.
    private static string Source<T>(string name, MathCall<T>[] calls)
        where T : struct
    {
        var body = new StringBuilder();
        for (int call = 0; call < calls.Length; ++call)
            body.AppendLine($"r[i * {calls.Length} + {call}] = As({calls[call].Code});");
        string sines = name is "float" or "double"
            ? $$"""
              static {{name}} Sine({{name}} x) { XMath.SinCos(x, out var sin, out _); return sin; }
              static {{name}} Cosine({{name}} x) { XMath.SinCos(x, out _, out var cos); return cos; }
              """
            : "";
        return $$"""
            using ILGPU.Algorithms;
            public static class Calls
            {
                public static void Kernel(Index1D i, ArrayView<{{name}}> x, ArrayView<{{name}}> y, ArrayView<{{name}}> z, ArrayView<{{name}}> r)
                {
                    var a = x[i]; var b = y[i]; var c = z[i];
                    {{body}}
                }
                static {{name}} As({{name}} value) => value;
                static {{name}} As(bool value) => value ? ({{name}})1 : ({{name}})0;
                {{(name == "int" ? "" : $"static {name} As(int value) => ({name})value;")}}
                {{sines}}
            }
            """;
    }

    private static bool IsNear<T>(T actual, object expected, double ulps, bool isExactZero)
        where T : struct, INumber<T>
    {
        if (expected is bool truth)
            return actual == (truth ? T.One : T.Zero);
        if (expected is int count)
            return actual == T.CreateTruncating(count);
        if (actual is not (float or double))
            return actual.Equals(expected);
        double value = double.CreateChecked(actual), reference = (double)expected;
        if (actual is float)
        {
            // What rounds to an infinity, or is a rounding away from one, is as good as that.
            float rounded = (float)reference;
            return IsSpecial(rounded) ? IsSame(value, rounded, isExactZero)
                : System.Math.Abs(value - (ulps == 0 ? rounded : reference)) <= ulps * (MathF.Abs(rounded) - MathF.BitDecrement(MathF.Abs(rounded)));
        }
        return IsSpecial(reference) ? IsSame(value, reference, isExactZero)
            : System.Math.Abs(value - reference) <= ulps * (System.Math.Abs(reference) - double.BitDecrement(System.Math.Abs(reference)));
    }

    private static bool IsSpecial(double value) => value == 0 || !double.IsFinite(value);

    private static bool IsSame(double value, double special, bool isExactZero) =>
        value.Equals(special) && (special != 0 || !isExactZero || double.IsNegative(value) == double.IsNegative(special));
}
