using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using GpuNet.Kernels;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Operations;

/// <summary>
/// Which tile a product of floats takes on a CUDA device: with <c>GPUNET_TUNE=on</c> the one that was fastest for products
/// of its class, measured when the first of them comes and kept on disk; otherwise the one that
/// <see cref="CudaMatMulHeuristics"/> says. All give the same bits, so that a choice never changes a result.
/// </summary>
internal static class CudaMatMulTuning
{
    /// <summary>Smaller products take no time that is worth measuring.</summary>
    private const long LeastProducts = 1 << 22;

    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(200);

    private static readonly bool IsOn =
        Environment.GetEnvironmentVariable("GPUNET_TUNE")?.Trim().ToLowerInvariant() is "on" or "1";

    private static readonly ConditionalWeakTable<Device, Tuned> Devices = [];

    /// <summary>The tile for a product; null where it has to be measured.</summary>
    internal static CudaMatMulTile? Find(Device device, in MatMulShape shape) =>
        !IsOn || (long)shape.M * shape.N * shape.K < LeastProducts
            ? CudaMatMulHeuristics.Choose(shape.M, shape.N, device.Accelerator.NumMultiprocessors)
            : Devices.GetValue(device, static device => new Tuned(device)).Find(Class.Of(shape));

    /// <summary>Measures, unless an earlier process has, and keeps the choice.</summary>
    /// <param name="device">The device.</param>
    /// <param name="shape">The product.</param>
    /// <param name="multiply">Multiplies the same matrices in a tile, to somewhere else.</param>
    internal static CudaMatMulTile Measure(Device device, in MatMulShape shape, Action<CudaMatMulTile> multiply) =>
        Devices.GetValue(device, static device => new Tuned(device)).Measure(
            Class.Of(shape),
            CudaMatMulHeuristics.Choose(shape.M, shape.N, device.Accelerator.NumMultiprocessors), multiply);

    /// <summary>What products have in common that take the same tile: sizes up to the next power of two, and orders in memory.</summary>
    internal readonly record struct Class(int M, int N, int K, bool LinesOfA, bool LinesOfB)
    {
        internal static Class Of(in MatMulShape shape) => new(
            Log(shape.M), Log(shape.N), Log(shape.K), BufferedShape.LinesAreAdjacentInA(shape),
            BufferedShape.LinesAreAdjacentInB(shape));

        internal string Name => $"float32/{1L << M}x{1L << N}x{1L << K}/{(LinesOfA ? 't' : 'n')}{(LinesOfB ? 'n' : 't')}";

        private static int Log(int size) => size <= 1 ? 0 : BitOperations.Log2((uint)size - 1) + 1;
    }

    private sealed class Tuned(Device device)
    {
        private readonly Dictionary<Class, CudaMatMulTile> _choices = [];
        private readonly Tuner _tuner = new(
            new TuningCache(TuningCache.DefaultFolder, SubjectOf(device)), Budget, work => Time(device, work));

        internal CudaMatMulTile? Find(Class kind)
        {
            lock (_choices) return _choices.TryGetValue(kind, out var choice) ? choice : null;
        }

        internal CudaMatMulTile Measure(Class kind, CudaMatMulTile usual, Action<CudaMatMulTile> multiply)
        {
            using (Recording.Suspend())
            {
                var choice = (CudaMatMulTile)_tuner.Choose(
                    kind.Name, (int)usual,
                    [.. Enum.GetValues<CudaMatMulTile>().Select(tile => (Action)(() => multiply(tile)))]);
                lock (_choices) return _choices[kind] = choice;
            }
        }

        private static string SubjectOf(Device device)
        {
            var cuda = (CudaAccelerator)device.Accelerator;
            return $"{device.Name}, {cuda.Architecture}, {cuda.DriverVersion}, {typeof(CudaMatMulTuning).Assembly.GetName().Version}, {typeof(BufferedMatMul).Module.ModuleVersionId}";
        }

        private static TimeSpan Time(Device device, Action work)
        {
            device.Synchronize();
            var start = Stopwatch.GetTimestamp();
            work();
            device.Synchronize();
            return Stopwatch.GetElapsedTime(start);
        }
    }
}
