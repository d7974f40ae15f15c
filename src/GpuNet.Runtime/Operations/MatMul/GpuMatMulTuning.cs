using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using GpuNet.Kernels;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Operations;

/// <summary>
/// Which tile a product takes on a large GPU: with <c>GPUNET_TUNE=on</c> the one that was fastest for products of its class, measured
/// when the first of them comes and kept on disk; otherwise the usual one, which heuristics say. Tiles of one kernel give the same bits.
/// A kernel that no GPU has proven is among them only where <see cref="WarpgroupTrial"/> found it right on the device.
/// </summary>
internal static class GpuMatMulTuning
{
    /// <summary>Smaller products take no time that is worth measuring.</summary>
    private const int LeastProducts = 22; // as a power of two

    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(200);

    private static readonly bool IsOn =
        Environment.GetEnvironmentVariable("GPUNET_TUNE")?.Trim().ToLowerInvariant() is "on" or "1";

    private static readonly ConditionalWeakTable<Device, Tuned> Devices = [];

    /// <summary>The number of the tile for a product; null where it has to be measured.</summary>
    internal static int? Find(Device device, in Class kind, int usual) =>
        !IsOn || kind.Products + kind.M + kind.N + kind.K < LeastProducts
            ? usual
            : Devices.GetValue(device, static device => new Tuned(device)).Find(kind);

    /// <summary>Measures, unless an earlier process has, and keeps the choice.</summary>
    /// <param name="c">Where the product goes; what is measured goes to floats of its shape.</param>
    /// <param name="kind">The product's class.</param>
    /// <param name="usual">The tile to try first.</param>
    /// <param name="tiles">How many tiles there are; they are numbered.</param>
    /// <param name="multiply">Multiplies the same matrices in a tile, to a tensor.</param>
    /// <param name="firstOnTrial">From this tile on, the numbers have to be those of the usual one before it may win.</param>
    internal static int Measure(
        Tensor c, Class kind, int usual, int tiles, Action<int, Tensor> multiply, int firstOnTrial = int.MaxValue)
    {
        using (Recording.Suspend())
        {
            Tensor? scratch = null;
            try
            {
                return Devices.GetValue(c.Device, static device => new Tuned(device)).Measure(
                    kind, usual,
                    [
                        .. Enumerable.Range(0, tiles).Select(tile => (Action)(() => multiply(
                            tile, scratch ??= Tensor.Uninitialized(c.Shape, DType.Float32, c.Device)))),
                    ],
                    tile => tile < firstOnTrial ? null : WarpgroupTrial.ReasonAgainst(c, usual, tile, multiply));
            }
            finally
            {
                scratch?.Dispose();
            }
        }
    }

    /// <summary>Whether products by warpgroups may be tried: where tiles are measured, and the trial has found them right.</summary>
    internal static bool TriesWarpgroups(Device device) => IsOn && Devices.GetValue(device, static device => new Tuned(device)).IsProven;

    /// <summary>What was found on a device with its driver, its compiler and this version of the kernels.</summary>
    internal static TuningCache CacheOf(Device device)
    {
        var accelerator = device.Accelerator;
        var kind = accelerator is CudaAccelerator cuda ? $"{cuda.Architecture}, {cuda.DriverVersion}" : $"{device.Kind}";
#if EMBEDDED_ENGINE
        var compiler = GpuNet.Engine.DeviceProbe.CompilerOf(accelerator.Device);
#else
        const string? compiler = null;
#endif
        return new(
            TuningCache.DefaultFolder,
            $"{device.Name}, {kind}, {compiler}, {typeof(GpuMatMulTuning).Assembly.GetName().Version}, {typeof(TensorCoreMatMul).Module.ModuleVersionId}");
    }

    /// <summary>
    /// What products have in common that take the same tile: kinds of numbers, sizes up to the next power of two, and orders in memory.
    /// </summary>
    internal readonly record struct Class(
        string Numbers, int Products, int M, int N, int K, bool LinesOfA, bool LinesOfB, bool HasWarpgroups = false)
    {
        internal static Class Of(string numbers, in MatMulShape shape, int products, bool hasWarpgroups = false) => new(
            numbers, Log(products), Log(shape.M), Log(shape.N), Log(shape.K), BufferedShape.LinesAreAdjacentInA(shape),
            BufferedShape.LinesAreAdjacentInB(shape), hasWarpgroups);

        internal string Name =>
            $"{Numbers}/{(Products > 0 ? $"{1L << Products}x" : "")}{1L << M}x{1L << N}x{1L << K}/{(LinesOfA ? 't' : 'n')}{(LinesOfB ? 'n' : 't')}{(HasWarpgroups ? "/wgmma" : "")}";

        private static int Log(int size) => size <= 1 ? 0 : BitOperations.Log2((uint)size - 1) + 1;
    }

    private sealed class Tuned(Device device)
    {
        private readonly Dictionary<Class, int> _choices = [];
        private readonly TuningCache _cache = CacheOf(device);
        private Tuner? _tuner;

        internal bool IsProven => _cache.TryGet(WarpgroupTrial.Name, out var verdict) && verdict == 1;

        internal int? Find(Class kind)
        {
            lock (_choices) return _choices.TryGetValue(kind, out var choice) ? choice : null;
        }

        internal int Measure(Class kind, int usual, Action[] ways, Func<int, string?> reasonAgainst)
        {
            _tuner ??= new(_cache, Budget, work => Time(device, work), Console.Error.WriteLine);
            var choice = _tuner.Choose(kind.Name, usual, ways, reasonAgainst);
            lock (_choices) return _choices[kind] = choice;
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
