using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// The trainable tensors of a model in one flat buffer, and their gradients in another, so that what concerns all of
/// them (an update, zeroing, a norm) is one launch. The tensors stay the same objects with the same values; only their
/// memory moves here. Gaps between them hold zeros.
/// </summary>
public sealed class ParameterArena : IDisposable
{
    /// <summary>Parameters start at multiples of this many elements: a whole vector on every device.</summary>
    private const int Alignment = GradientKernels.BlockLength;

    private readonly Tensor[] _parameters;
    private readonly int[] _offsets;
    private readonly ArenaPart[] _parts;
    private readonly Tensor _gradients;
    private readonly List<RoundedWeights> _rounded = [];
    private RoundedWeights? _roundedLast;
    private bool _gradientsAreSeen;

    /// <summary>Moves parameters into an arena. A tensor that occurs twice is moved once.</summary>
    /// <param name="parameters">Leaves that require a gradient, of one floating-point type, on one device.</param>
    /// <exception cref="ArgumentException">There is none, or one is not a leaf that requires a gradient.</exception>
    /// <exception cref="DeviceException">They are on different devices.</exception>
    /// <exception cref="DTypeNotSupportedException">They are of different types, or of 16 bits.</exception>
    public ParameterArena(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters.Distinct()];
        if (_parameters.Length == 0)
            throw new ArgumentException("An arena needs at least one parameter.", nameof(parameters));
        var first = _parameters[0];
        long length = 0;
        foreach (var parameter in _parameters)
        {
            if (!parameter.IsLeaf || !parameter.RequiresGrad)
                throw new ArgumentException(
                    $"The tensor of shape {parameter.Shape} is no parameter: not a leaf with RequiresGrad set. Leave out what is frozen: parameters.Where(p => p.RequiresGrad).",
                    nameof(parameters));
            Check.Floating("ParameterArena", parameter);
            Check.SameTypeAndDevice("ParameterArena", first, parameter);
            length += Padded(parameter.Count);
        }
        if (length > int.MaxValue)
            throw new ArgumentException(
                $"An arena holds at most {int.MaxValue:N0} elements, not {length:N0}.", nameof(parameters));

        Values = Tensor.Zeros([(int)length], first.DType, first.Device).Keep();
        _gradients = Tensor.ZerosLike(Values).Keep();
        var offset = 0;
        _offsets = new int[_parameters.Length];
        _parts = new ArenaPart[_parameters.Length];
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            _offsets[i] = offset;
            var storage = Values.Part(offset);
            _parts[i] = storage.Parameter = new ArenaPart(this, storage, i, offset, parameter.Count);
            parameter.Rebind(storage);
            parameter.BindGradient(_gradients.Part(offset));
            offset += Padded(parameter.Count);
        }
    }

    /// <summary>The parameters, in the order in which they lie.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>Where each parameter begins in <see cref="Values"/>.</summary>
    internal IReadOnlyList<int> Offsets => _offsets;

    /// <summary>Where parameters begin and end, in device memory.</summary>
    internal ArenaSegments Segments => field ??= new ArenaSegments(this);

    /// <summary>All parameters' values, end to end, with gaps of zeros.</summary>
    public Tensor Values { get; }

    /// <summary>All parameters' gradients, laid out as <see cref="Values"/>.</summary>
    public Tensor Gradients
    {
        get
        {
            _gradientsAreSeen = true;
            return SettledGradients();
        }
    }

    /// <summary>
    /// A buffer of zeros laid out as <see cref="Values"/>, for an optimizer's state; it belongs to no scope.
    /// </summary>
    public Tensor NewState() => Tensor.ZerosLike(Values).Keep();

    /// <summary>
    /// Sets every gradient to zero: in one launch, or with none where nobody has seen the gradients, because the next
    /// backward pass overwrites them.
    /// </summary>
    public void ZeroGrad()
    {
        var inMemory = _gradientsAreSeen;
        foreach (var parameter in _parameters) inMemory |= parameter.GradientIsSeen;
        if (inMemory) _gradients.Fill(0);
        foreach (var parameter in _parameters) parameter.MarkGradientZeroed(inMemory);
    }

    /// <summary>Overwrites every value.</summary>
    /// <param name="values">Laid out as <see cref="Values"/>.</param>
    /// <exception cref="ShapeMismatchException"><paramref name="values"/> is laid out otherwise.</exception>
    public void SetValues(Tensor values)
    {
        WillUpdate();
        Values.CopyFrom(values);
    }

    /// <summary>Moves every value: value += factor * (target - value), in one launch.</summary>
    /// <param name="target">Laid out as <see cref="Values"/>.</param>
    /// <param name="factor">How far; 1 to reach the target.</param>
    /// <exception cref="ShapeMismatchException"><paramref name="target"/> is laid out otherwise.</exception>
    public void MoveTowards(Tensor target, double factor)
    {
        ArgumentNullException.ThrowIfNull(target);
        Check.SameShape("MoveTowards", Values.Shape, target.Shape);
        Check.SameTypeAndDevice("MoveTowards", Values, target);
        WillUpdate();
        NumberType.Dispatch("MoveTowards", Values, new MoveLaunch(this, target, factor));
    }

    /// <summary>Gives back the arena's own hold on its memory; the parameters keep theirs.</summary>
    public void Dispose()
    {
        Values.Dispose();
        _gradients.Dispose();
        foreach (var weights in _rounded) weights.Numbers.Dispose();
        _rounded.Clear();
    }

    /// <summary>The values as products of a precision read them; null where no optimizer will store them, as the arena is disposed.</summary>
    internal RoundedWeights? Rounded(Precision precision)
    {
        lock (_rounded)
        {
            if (Values.IsFreed) return null;
            var weights = _rounded.Find(weights => weights.Precision == precision);
            if (weights is null) _rounded.Add(weights = new RoundedWeights(Values, _parts, precision));
            return _roundedLast = weights;
        }
    }

    /// <summary>
    /// The copies that products have read since this was last asked: what an update, which asks, stores beside the values. Null if none were.
    /// </summary>
    internal RoundedWeights? TakeRounded() => Interlocked.Exchange(ref _roundedLast, null);

    /// <summary>
    /// The gradients, for reading: with zeros where no backward pass has written since <see cref="ZeroGrad"/>.
    /// </summary>
    internal Tensor SettledGradients()
    {
        foreach (var parameter in _parameters) parameter.SettleGradient();
        return _gradients;
    }

    /// <summary>Records that all values are about to be changed in place.</summary>
    internal void WillUpdate()
    {
        Values.WillChange();
        foreach (var parameter in _parameters) parameter.WillChange();
    }

    private readonly struct MoveLaunch(ParameterArena arena, Tensor target, double factor) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            MoveLauncher<T, TMath>.Towards.Launch(
                target.Device, target.Count, arena.Values.View<T>(), target.View<T>(), T.CreateChecked(factor));
    }

    private static class MoveLauncher<T, TMath>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, T> Towards = new(
            AverageKernels.Towards<T, TMath>);
    }

    private static int Padded(int count) => checked((count + Alignment - 1) / Alignment * Alignment);
}
