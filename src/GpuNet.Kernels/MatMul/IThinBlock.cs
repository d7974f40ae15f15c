namespace GpuNet.Kernels;

/// <summary>What an item of <see cref="ThinMatMul"/> computes in registers, as a type, so that the compiler knows it.</summary>
public interface IThinBlock
{
    /// <summary>Lines of the operand that has many, a group's width apart.</summary>
    static abstract int Lines { get; }

    /// <summary>Lines of the other operand.</summary>
    static abstract int Few { get; }

    /// <summary>Sums of an item: Lines * Few. A constant of its own, because a kernel compiler may size memory before it computes.</summary>
    static abstract int Sums { get; }

    /// <summary>Steps of k that are written out one after the other.</summary>
    static abstract int Steps { get; }
}

/// <summary>One line by one.</summary>
public readonly struct Thin1x1 : IThinBlock
{
    /// <inheritdoc/>
    public static int Lines => 1;

    /// <inheritdoc/>
    public static int Few => 1;

    /// <inheritdoc/>
    public static int Sums => 1;

    /// <inheritdoc/>
    public static int Steps => 16;
}

/// <summary>One line by two.</summary>
public readonly struct Thin1x2 : IThinBlock
{
    /// <inheritdoc/>
    public static int Lines => 1;

    /// <inheritdoc/>
    public static int Few => 2;

    /// <inheritdoc/>
    public static int Sums => 2;

    /// <inheritdoc/>
    public static int Steps => 16;
}

/// <summary>One line by four.</summary>
public readonly struct Thin1x4 : IThinBlock
{
    /// <inheritdoc/>
    public static int Lines => 1;

    /// <inheritdoc/>
    public static int Few => 4;

    /// <inheritdoc/>
    public static int Sums => 4;

    /// <inheritdoc/>
    public static int Steps => 16;
}

/// <summary>One line by eight.</summary>
public readonly struct Thin1x8 : IThinBlock
{
    /// <inheritdoc/>
    public static int Lines => 1;

    /// <inheritdoc/>
    public static int Few => 8;

    /// <inheritdoc/>
    public static int Sums => 8;

    /// <inheritdoc/>
    public static int Steps => 4;
}

/// <summary>Eight lines by one.</summary>
public readonly struct Thin8x1 : IThinBlock
{
    /// <inheritdoc/>
    public static int Lines => 8;

    /// <inheritdoc/>
    public static int Few => 1;

    /// <inheritdoc/>
    public static int Sums => 8;

    /// <inheritdoc/>
    public static int Steps => 2;
}

/// <summary>Four lines by two.</summary>
public readonly struct Thin4x2 : IThinBlock
{
    /// <inheritdoc/>
    public static int Lines => 4;

    /// <inheritdoc/>
    public static int Few => 2;

    /// <inheritdoc/>
    public static int Sums => 8;

    /// <inheritdoc/>
    public static int Steps => 2;
}

/// <summary>Two lines by four.</summary>
public readonly struct Thin2x4 : IThinBlock
{
    /// <inheritdoc/>
    public static int Lines => 2;

    /// <inheritdoc/>
    public static int Few => 4;

    /// <inheritdoc/>
    public static int Sums => 8;

    /// <inheritdoc/>
    public static int Steps => 2;
}
