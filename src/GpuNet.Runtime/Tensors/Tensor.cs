using ILGPU;

namespace GpuNet;

/// <summary>
/// A dense array of numbers on a device, row by row, with the operations of neural networks. Operations return new
/// tensors and are recorded on the <see cref="Tape"/> where a gradient is required. A tensor belongs to the tape scope
/// it was created in and is freed at its end; outside any scope it is freed when it is disposed or collected. A tensor
/// is not safe to use from several threads at once.
/// </summary>
public sealed partial class Tensor : IDisposable
{
    private Storage? _storage;
    private int _offset;
    private StorageKeeper? _keeper;
    private TapeScope? _scope;
    private bool _requiresGrad;

    /// <summary>A tensor over a storage; takes over one reference to it.</summary>
    private Tensor(Storage storage, int offset, Shape shape, DType dtype, Ownership ownership)
    {
        _storage = storage;
        _offset = offset;
        Device = storage.Device;
        Shape = shape;
        DType = dtype;
        if (ownership == Ownership.Manual) return;
        _scope = ownership == Ownership.Scope ? TapeScope.Current : null;
        if (_scope is null) _keeper = new StorageKeeper(storage, (long)shape.Count * dtype.Size());
        else _scope.Add(this);
    }

    /// <summary>A tensor without memory yet, in a scope.</summary>
    private Tensor(Shape shape, DType dtype, Device device, TapeScope scope)
    {
        Device = device;
        Shape = shape;
        DType = dtype;
        _scope = scope;
        scope.Add(this);
    }

    private enum Ownership
    {
        Scope,   // the current scope, or the garbage collector where there is none
        Outside, // the garbage collector
        Manual,  // whoever created it disposes it
    }

    /// <summary>The device whose memory holds the elements.</summary>
    public Device Device { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>
    /// Whether the tensor's memory was given back, by <see cref="Dispose"/> or by the end of its scope.
    /// </summary>
    public bool IsFreed => _storage is null && _pending is null && _inProductsFormat is null;

    /// <summary>Another number whenever the content was changed in place; 0 for a value that is not stored yet, or in 16 bits alone.</summary>
    internal int Version => _pending is null && _inProductsFormat is null ? unchecked((int)Live.Version - _born) : 0;

    private Storage Live
    {
        get
        {
            Settle();
            return _storage ?? throw new ObjectDisposedException(
                nameof(Tensor),
                $"This tensor of shape {Shape} was freed: the tape scope it was created in has ended, or it was "
                + "disposed. Keep() what has to outlive a scope.");
        }
    }

    /// <summary>
    /// Gives the memory back; the tensor cannot be used any more. Needed only outside tape scopes, and there only to do
    /// it early.
    /// </summary>
    public void Dispose()
    {
        if (_pending is { } pending)
        {
            _pending = null;
            pending.Drop();
        }
        _inProductsFormat?.Dispose();
        _inProductsFormat = null;
        if (_storage is not { } storage) return;
        _storage = null;
        if (_keeper is { } keeper)
        {
            _keeper = null;
            keeper.Release();
        }
        else
        {
            storage.Release();
        }
    }

    /// <summary>
    /// Takes the tensor out of its tape scope, so that it lives on until it is disposed or collected.
    /// </summary>
    /// <returns>The tensor itself.</returns>
    public Tensor Keep()
    {
        var storage = Live;
        _scope = null;
        _keeper ??= new StorageKeeper(storage, (long)Count * DType.Size());
        return this;
    }

    /// <summary>The elements, for kernels. Whoever changes them calls <see cref="WillChange"/> first.</summary>
    /// <typeparam name="T">The type that <see cref="DType"/> names.</typeparam>
    internal ArrayView<T> View<T>() where T : unmanaged => Live.View<T>(_offset, Count);

    /// <summary>Some of the elements as bytes, for copies that do not care for their type.</summary>
    internal ArrayView<byte> RawView(int element, int count) =>
        Live.View<byte>((long)(_offset + element) * DType.Size(), (long)count * DType.Size());

    /// <summary>Records that the content is about to be changed in place.</summary>
    internal void WillChange() => Live.WillChange();

    /// <summary>A tensor whose content is undefined: an operation's result, before its kernel has run.</summary>
    internal static Tensor Uninitialized(Shape shape, DType dtype, Device device) =>
        Allocate(shape, dtype, device, Ownership.Scope);

    /// <summary>
    /// Another tensor over the same memory, with a shape of the same or fewer elements; in the current scope.
    /// </summary>
    internal Tensor ViewAs(Shape shape, int offset = 0) => Share(shape, offset, Ownership.Scope);

    /// <summary>Another tensor over the same memory, which its creator has to dispose.</summary>
    internal Tensor Alias() => Share(Shape, 0, Ownership.Manual);

    /// <summary>Lets go of the memory if the tensor still belongs to the scope that ends.</summary>
    internal void ReleaseFrom(TapeScope scope)
    {
        if (_scope == scope) Dispose();
    }

    /// <summary>Moves the tensor to a part of an arena on its device: same content and shape, other memory.</summary>
    /// <exception cref="InvalidOperationException">A prepared step uses the tensor where it is.</exception>
    internal void Rebind(Storage storage)
    {
        if (Live.IsHeldInPlace)
            throw new InvalidOperationException(
                $"A prepared step uses this tensor of shape {Shape} where it is: dispose the step before a new arena, "
                + "or a new optimizer, takes its tensors over.");
        if (Count > 0)
            Operations.Copying.Copy(Device, RawView(0, Count), storage.View<byte>(0, (long)Count * DType.Size()));
        var keeper = _keeper;
        var previous = Live;
        _storage = storage;
        (_offset, _born) = (0, 0);
        _scope = null;
        if (keeper is null) previous.Release();
        else keeper.Release();
        _keeper = new StorageKeeper(storage, 0);
    }

    /// <summary>The memory from an element on, as a storage with a change count of its own.</summary>
    internal Storage Part(int element) => new(Live, (long)(_offset + element) * DType.Size());

    private static Tensor Allocate(Shape shape, DType dtype, Device device, Ownership ownership) =>
        new(device.Memory.Rent((long)shape.Count * dtype.Size()), 0, shape, dtype, ownership);

    private Tensor Share(Shape shape, int offset, Ownership ownership)
    {
        var storage = Live;
        storage.Retain();
        return new Tensor(storage, _offset + offset, shape, DType, ownership);
    }
}
