using System.Runtime.InteropServices;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet;

/// <summary>Where a <see cref="Generator"/> is; save it to go on from there.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Stream">The stream of that seed.</param>
/// <param name="Draws">How many tensors were drawn.</param>
/// <param name="Masks">How many dropout masks were drawn.</param>
public readonly record struct GeneratorState(ulong Seed, uint Stream, uint Draws, uint Masks);

/// <summary>
/// Random numbers by counting (Philox4x32-10): what a draw gives depends on the seed, the stream, how many draws went
/// before, and the element's index; never on the device or the shape of a launch.
/// </summary>
public sealed class Generator
{
    // Masks are counted on the device, so that a recorded step can be replayed; a bit of the stream keeps them apart
    // from draws.
    private const uint MaskBit = 0x8000_0000;

    private ulong _seed;
    private uint _stream;
    private uint _draws;
    private uint _masks;
    private readonly Action _count;
    private Tensor? _maskStream;

    /// <summary>Starts at the beginning of a stream.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Which of the seed's independent streams; below 2^31.</param>
    public Generator(ulong seed, uint stream = 0) : this(new GeneratorState(seed, stream, 0, 0)) { }

    /// <summary>Goes on where another generator was.</summary>
    public Generator(GeneratorState state)
    {
        _count = () => _masks++;
        Restore(state);
    }

    /// <summary>Where the generator is.</summary>
    public GeneratorState State => new(_seed, _stream, _draws, _masks);

    /// <summary>Goes on where a generator was, in place of where this one is.</summary>
    public void Restore(GeneratorState state)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(state.Stream, MaskBit, nameof(state));
        Recording.Current?.Refuse("it restores a generator: do so before the run");
        (_seed, _stream, _draws, _masks) = state;
        // Where it lies: prepared steps read it there.
        _maskStream?.CopyFrom(WordsOf(MaskStream));
    }

    /// <summary>Numbers uniform in [low, high).</summary>
    /// <exception cref="ArgumentException"><paramref name="high"/> is below <paramref name="low"/>.</exception>
    [TensorOp("uniform", "y uniform in [low, high)", "none", "Tensor.uniform_")]
    public Tensor Uniform(Shape shape, double low = 0, double high = 1, Device? device = null)
    {
        if (!(high >= low)) throw new ArgumentException($"high ({high}) must not be below low ({low}).", nameof(high));
        var y = Tensor.Uninitialized(shape, DType.Float32, device ?? Device.Default);
        if (y.Count > 0)
            UniformKernel.Launch(
                y.Device, RandomLayout.Items(y.Count), y.View<float>(), y.Count, NextStream(), (float)low,
                (float)(high - low));
        return y;
    }

    /// <summary>Normally distributed numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is negative.</exception>
    [TensorOp("normal", "y normal with a mean and a deviation", "none", "Tensor.normal_")]
    public Tensor Normal(Shape shape, double mean = 0, double deviation = 1, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        var y = Tensor.Uninitialized(shape, DType.Float32, device ?? Device.Default);
        if (y.Count > 0)
            NormalKernel.Launch(
                y.Device, RandomLayout.Items(y.Count), y.View<float>(), y.Count, NextStream(), (float)mean,
                (float)deviation);
        return y;
    }

    /// <summary>Ones with the given probability, zeros otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not in [0, 1].</exception>
    [TensorOp("bernoulli", "y = 1 with a probability, else 0", "none", "torch.bernoulli")]
    public Tensor Bernoulli(Shape shape, double probability, Device? device = null)
    {
        CheckProbability(probability);
        var y = Tensor.Uninitialized(shape, DType.Float32, device ?? Device.Default);
        if (y.Count > 0)
            BernoulliKernel.Launch(
                y.Device, RandomLayout.Items(y.Count), y.View<float>(), y.Count, NextStream(), (float)probability);
        return y;
    }

    /// <summary>Integers uniform in [low, high), but for a bias below (high - low) / 2^32.</summary>
    /// <returns>A tensor of <see cref="DType.Int32"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="high"/> is not above <paramref name="low"/>.</exception>
    [TensorOp("random_integers", "y uniform in low..high - 1", "none", "torch.randint")]
    public Tensor Integers(Shape shape, int low, int high, Device? device = null)
    {
        if (high <= low) throw new ArgumentException($"high ({high}) must be above low ({low}).", nameof(high));
        var y = Tensor.Uninitialized(shape, DType.Int32, device ?? Device.Default);
        if (y.Count > 0)
            IntegersKernel.Launch(
                y.Device, RandomLayout.Items(y.Count), y.View<int>(), y.Count, NextStream(), low,
                (uint)((long)high - low));
        return y;
    }

    /// <summary>
    /// The integers 0..count-1 in random order, made on the device: up to 4096 sorted by random keys, each order equally likely;
    /// more by a keyed bijection (<see cref="PermutationKernels"/>), which makes 2^512 of the orders there are.
    /// </summary>
    /// <returns>A vector of <see cref="DType.Int32"/>: rows to select, for one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    [TensorOp("permutation", "0..n - 1 in random order", "none", "torch.randperm")]
    public Tensor Permutation(int count, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Permutations.Of(NextStream(), count, device ?? Device.Default);
    }

    internal static void CheckProbability(double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1].");
    }

    /// <summary>
    /// The stream of the next dropout mask, in device memory: a copy that stays as it is when the generator goes on.
    /// </summary>
    internal Tensor NextMaskStream(Device device) =>
        RandomDraws.Current is { } draws ? draws.Mask(device, DrawMaskStream) : DrawMaskStream(device);

    private Tensor DrawMaskStream(Device device)
    {
        if (_maskStream?.Device != device)
        {
            // Once, not in each run of a prepared step: there, as everywhere, the device counts on.
            using var once = Recording.Suspend();
            _maskStream?.Dispose();
            _maskStream = StreamIn(device, MaskStream).Keep();
        }
        var current = Tensor.Uninitialized(_maskStream.Shape, DType.Int32, device);
        DrawKernel.Launch(device, 1, AsStream(_maskStream), AsStream(current));
        PreparedStep.EachRun(_count);
        return current;
    }

    /// <summary>A stream in device memory, whose step <see cref="AdvanceKernel"/> counts up.</summary>
    internal static Tensor StreamIn(Device device, RandomStream stream) => Tensor.From(WordsOf(stream), device);

    /// <summary>A stream's bits.</summary>
    internal static ReadOnlySpan<int> WordsOf(RandomStream stream) =>
        MemoryMarshal.Cast<RandomStream, int>((ReadOnlySpan<RandomStream>)new[] { stream });

    internal static ArrayView<RandomStream> AsStream(Tensor words) => words.View<int>().Cast<RandomStream>();

    private RandomStream MaskStream => new(_seed, _stream | MaskBit) { Step = _masks };

    private RandomStream NextStream() => RandomDraws.Current is { } draws ? draws.Stream(DrawStream) : DrawStream();

    private RandomStream DrawStream()
    {
        Recording.Current?.Refuse(
            "it draws random numbers (Uniform, Normal, Bernoulli), which are counted on the host: draw them before the "
            + "run; Dropout is counted on the device");
        return new RandomStream(_seed, _stream) { Step = _draws++ };
    }

    private static readonly ItemKernel<ArrayView<float>, int, RandomStream, float, float> UniformKernel = new(
        RandomKernels.Uniform);

    private static readonly ItemKernel<ArrayView<float>, int, RandomStream, float, float> NormalKernel = new(
        RandomKernels.Normal);

    private static readonly ItemKernel<ArrayView<float>, int, RandomStream, float> BernoulliKernel = new(
        RandomKernels.Bernoulli);

    private static readonly ItemKernel<ArrayView<int>, int, RandomStream, int, uint> IntegersKernel = new(
        RandomKernels.Integers);

    private static readonly ItemKernel<ArrayView<RandomStream>, ArrayView<RandomStream>> DrawKernel = new(
        RandomKernels.Draw);

    internal static readonly ItemKernel<ArrayView<RandomStream>> AdvanceKernel = new(RandomKernels.Advance);
}
