using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace GpuNet;

/// <summary>
/// The extents of a tensor, outermost first; elements lie row by row (the last dimension is contiguous).
/// Written as a collection expression: <c>Tensor.Zeros([2, 3])</c>. The empty shape <c>[]</c> is a scalar's.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of dimensions a tensor can have.</summary>
    public const int MaxRank = 6;

    [InlineArray(MaxRank)]
    private struct Extents
    {
        private int _first;
    }

    private readonly Extents _extents;
    private readonly int _countLessOne; // so that default(Shape) is the scalar's shape

    private Shape(ReadOnlySpan<int> extents)
    {
        if (extents.Length > MaxRank)
            throw new ArgumentException(
                $"A tensor has at most {MaxRank} dimensions, not {extents.Length}.", nameof(extents));
        long count = 1;
        foreach (var extent in extents)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(extents));
            // Saturates instead of wrapping: once above the limit, only a zero extent brings the count back.
            count = Math.Min(count * extent, long.MaxValue / int.MaxValue);
        }
        if (count > int.MaxValue)
            throw new ArgumentException(
                $"A tensor has at most {int.MaxValue:N0} elements; [{string.Join(", ", extents.ToArray())}] has more.",
                nameof(extents));
        extents.CopyTo(_extents);
        Rank = extents.Length;
        _countLessOne = (int)count - 1;
    }

    /// <summary>Creates a shape from its extents.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaxRank"/> dimensions, or more than 2^31-1
    /// elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    public static Shape Create(ReadOnlySpan<int> extents) => new(extents);

    /// <summary>The shape of a single value.</summary>
    public static Shape Scalar => Create([]);

    /// <summary>The number of dimensions.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of the extents, 1 for a scalar.</summary>
    public int Count => _countLessOne + 1;

    /// <summary>The extents, outermost first.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Dimensions => ((ReadOnlySpan<int>)_extents)[..Rank];

    /// <summary>The extent of one dimension; <c>^1</c> is the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int this[Index dimension] => this[dimension.GetOffset(Rank)];

    /// <summary>The extent of one dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int this[int dimension]
    {
        get
        {
            if ((uint)dimension >= (uint)Rank)
                throw new ArgumentOutOfRangeException(
                    nameof(dimension), dimension, $"The shape {this} has {Rank} dimensions.");
            return _extents[dimension];
        }
    }

    /// <summary>Enumerates the extents.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Dimensions.GetEnumerator();

    /// <summary>The extents as a new array.</summary>
    public int[] ToArray() => Dimensions.ToArray();

    /// <summary>Whether two shapes have the same extents.</summary>
    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var extent in Dimensions) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same extents.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>A shape from an array of extents.</summary>
    public static implicit operator Shape(int[] extents) => Create(extents);

    /// <summary>The shape as it is written: <c>[2, 3]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < Rank; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append(_extents[i].ToString(CultureInfo.InvariantCulture));
        }
        return text.Append(']').ToString();
    }
}
