using System.Globalization;
using GpuNet.Kernels;
using ILGPU.Runtime;

namespace GpuNet;

public sealed partial class Tensor
{
    /// <summary>Copies the elements, row by row, to the host; waits for the work that computes them.</summary>
    /// <typeparam name="T">The type that <see cref="DType"/> names.</typeparam>
    /// <exception cref="ShapeMismatchException"><paramref name="destination"/> has another length than
    /// <see cref="Count"/>.</exception>
    /// <exception cref="DTypeNotSupportedException">The tensor holds elements of another type.</exception>
    /// <exception cref="InvalidIndexException">An operation that this thread called before was given an index that is out of
    /// range.</exception>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        Check.OfType("CopyTo", this, DTypeExtensions.Of<T>());
        if (destination.Length != Count)
            throw new ShapeMismatchException(
                "CopyTo", $"a span of {Count} elements for {Shape}", $"{destination.Length}");
        ReadInto(destination);
    }

    /// <summary>The elements, row by row, as a new array.</summary>
    /// <typeparam name="T">The type that <see cref="DType"/> names.</typeparam>
    /// <exception cref="DTypeNotSupportedException">The tensor holds elements of another type.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var values = new T[Count];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>The elements of a <see cref="DType.Float32"/> tensor, row by row, as a new array.</summary>
    /// <exception cref="DTypeNotSupportedException">The tensor holds elements of another type.</exception>
    public float[] ToArray() => ToArray<float>();

    /// <summary>The value of a tensor that holds exactly one, whatever its type and rank.</summary>
    /// <exception cref="ShapeMismatchException">The tensor holds more values, or none.</exception>
    public double Item()
    {
        if (Count != 1) throw new ShapeMismatchException("Item", "a tensor of one element", Shape.ToString());
        return DType switch
        {
            DType.Float32 => Read<float>(),
            DType.Float64 => Read<double>(),
            DType.Float16 => (double)Read<Half>(),
            DType.BFloat16 => Read<BFloat16>(),
            DType.Int32 => Read<int>(),
            DType.Int64 => Read<long>(),
            DType.UInt8 => Read<byte>(),
            _ => Read<bool>() ? 1 : 0,
        };
    }

    /// <summary>Overwrites the elements, row by row, with values from the host.</summary>
    /// <typeparam name="T">The type that <see cref="DType"/> names.</typeparam>
    /// <exception cref="ShapeMismatchException"><paramref name="values"/> has another length than
    /// <see cref="Count"/>.</exception>
    /// <exception cref="DTypeNotSupportedException">The tensor holds elements of another type.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Check.OfType("CopyFrom", this, DTypeExtensions.Of<T>());
        if (values.Length != Count)
            throw new ShapeMismatchException("CopyFrom", $"{Count} values for {Shape}", $"{values.Length}");
        RequireWritable("CopyFrom");
        Write(values);
    }

    /// <summary>Overwrites the elements with those of another tensor of the same shape, type and device.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public void CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Check.SameShape("CopyFrom", Shape, source.Shape);
        Check.SameTypeAndDevice("CopyFrom", this, source);
        RequireWritable("CopyFrom");
        Operations.Copying.Copy(source, this);
    }

    /// <summary>Overwrites every element with one number.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public void Fill(double value)
    {
        RequireWritable("Fill");
        Operations.Copying.Fill(this, value);
    }

    /// <summary>
    /// A copy on another device, or this tensor if it is there already. The copy is a leaf: gradients do not cross
    /// devices.
    /// </summary>
    public Tensor To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device == Device) return this;
        return DType.Size() switch
        {
            sizeof(byte) => CopyOn<byte>(device),
            sizeof(ushort) => CopyOn<ushort>(device),
            sizeof(int) => CopyOn<int>(device),
            _ => CopyOn<long>(device),
        };
    }

    /// <summary>
    /// The same numbers in another element type, or this tensor if it has that type. Floats are rounded to nearest even
    /// (from Float64 to 16 bits by way of Float32, and so are integers); as integers they are truncated, those beyond
    /// the range are its end, and NaN is 0. Integers keep their low bits in narrower ones. Anything but 0 is true.
    /// Between floating-point types gradients flow back, in the type of what they are the gradient of.
    /// </summary>
    public Tensor To(DType dtype)
    {
        _ = dtype.Size(); // refuses what is no element type
        return Operations.Casting.Forward(this, dtype);
    }

    /// <summary>Shape, type, device and the first elements; for the debugger and for printing.</summary>
    public override string ToString()
    {
        if (IsFreed) return $"Tensor {Shape} {DType} on {Device}, freed";
        const int Shown = 8;
        var values = DType switch
        {
            DType.Float32 => Texts<float>("G6"),
            DType.Float64 => Texts<double>("G6"),
            DType.Float16 => Texts<Half>("G6"),
            DType.BFloat16 => Texts<BFloat16>("G6"),
            DType.Int32 => Texts<int>(null),
            DType.Int64 => Texts<long>(null),
            DType.UInt8 => Texts<byte>(null),
            _ => ToArray<bool>().Take(Shown).Select(v => v ? "true" : "false"),
        };
        return $"Tensor {Shape} {DType} on {Device}: {string.Join(" ", values)}{(Count > Shown ? " ..." : "")}";

        IEnumerable<string> Texts<T>(string? format) where T : unmanaged, IFormattable =>
            ToArray<T>().Take(Shown).Select(v => v.ToString(format, CultureInfo.InvariantCulture));
    }

    private Tensor CopyOn<T>(Device device) where T : unmanaged
    {
        var values = new T[Count];
        ReadInto<T>(values);
        var copy = Uninitialized(Shape, DType, device);
        copy.Write<T>(values);
        return copy;
    }

    private void ReadInto<T>(Span<T> destination) where T : unmanaged
    {
        Recording.Current?.Refuse(
            "it reads a tensor on the host (Item, CopyTo, ToArray): Keep() the tensor, and read it after the run");
        if (Count > 0) View<T>().CopyToCPU(in destination);
        GC.KeepAlive(this);
        IndexChecks.Verify(Device);
    }

    private T Read<T>() where T : unmanaged
    {
        T value = default;
        CopyTo(new Span<T>(ref value));
        return value;
    }

    private void Write<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Recording.Current?.Refuse(
            "it writes values of the host to a tensor (From, CopyFrom): create the tensor before, and write to it "
            + "before each run");
        WillChange();
        if (Count > 0) View<T>().CopyFromCPU(in values);
    }

    private void RequireWritable(string operation)
    {
        if (!IsLeaf)
            throw new AutogradException(
                $"{operation}: an operation's result cannot be changed in place while the tape refers to it. "
                + "Change a Detach()ed Clone().");
    }
}
