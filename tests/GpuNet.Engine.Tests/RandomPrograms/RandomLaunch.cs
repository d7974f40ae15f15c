using System.Runtime.InteropServices;
using GpuNet.Engine.IR;
using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>How a random program is launched, what it knows of its place there, and what it gets.</summary>
internal sealed class RandomLaunch
{
    public const int DynamicSharedBytes = 256;

    public KernelIndex Index { get; private init; }
    public long[] Extent { get; private init; } = [];
    public (int X, int Y, int Z) Grid { get; private init; }
    public (int X, int Y, int Z) Group { get; private init; }
    public int Columns { get; private init; }
    public string RowLength { get; private set; } = "";
    public int Bound { get; private init; }
    public int Divisor { get; private init; }

    /// <summary>The number of items that have a place; others may only meet them at barriers.</summary>
    public int Count { get; private init; }

    /// <summary>Whether there may be items beyond <see cref="Count"/>.</summary>
    public bool IsGuarded { get; private init; }

    public string IndexParameter { get; private init; } = "";

    /// <summary>Statements in front of all others.</summary>
    public string[] Prologue { get; private init; } = [];

    /// <summary>Further places that the program knows.</summary>
    public string[] Places { get; private init; } = [];

    /// <summary>The first of the items that share a loop, one after the other.</summary>
    public string GroupX { get; private init; } = "";

    /// <summary>Names of places and their declarations, each behind those it needs.</summary>
    public (string Name, string Declaration)[] Geometry { get; private init; } = [];

    /// <summary>Ways to say which row an item is in, where in the row, and how long it is.</summary>
    private static readonly string[][] Rows =
    [
        ["item / columns", "item % columns", "columns"], ["item / columns", "item - row * columns", "columns"], ["item >> 3", "item & 7", "8"], ["item / 10", "item % 10", "10"],
        ["(int)((uint)item / (uint)columns)", "(int)((uint)item % (uint)columns)", "columns"], ["(int)((long)item / columns)", "(int)((long)item % columns)", "columns"],
        ["item / 32", "item & 31", "32"], ["item / columns", "item % columns", "columns"],
    ];

    /// <summary>Elements of each array.</summary>
    private int Length => 4 * (Count + 128);

    public static RandomLaunch Make(Random random)
    {
        string[] rows = Rows[random.Next(Rows.Length)];
        var launch = Make(random, rows);
        launch.RowLength = rows[2];
        return launch;
    }

    private static RandomLaunch Make(Random random, string[] rows)
    {
        T Pick<T>(params T[] values) => values[random.Next(values.Length)];
        int columns = Pick(1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 24, 32, 33, 64, 100);
        int bound = random.Next(10);
        (string, string)[] Places(string item, params (string, string)[] more) =>
        [
            .. more, ("item", $"int item = {item};"), ("row", $"int row = {rows[0]};"), ("column", $"int column = {rows[1]};"),
            ("rows", "int rows = (count + columns - 1) / columns;"),
            ("wide", "var wide = new ArrayView2D<float, Stride2D.DenseX>(xf, new LongIndex2D(8, 8), new Stride2D.DenseX(9));"),
            ("tall", "var tall = new ArrayView2D<float, Stride2D.DenseY>(xf.SubView(3, 80), new LongIndex2D(8, 8), new Stride2D.DenseY(8));"),
        ];
        int divisor = Pick(1, 3, 8, 16, 40, -1, -7);
        switch (random.Next(7))
        {
            case 0 or 1 or 2:
                int extent = Pick(1, 3, 16, 33, 64, 100, 130, 200);
                bool isLong = random.Next(5) == 0;
                return new()
                {
                    Index = isLong ? KernelIndex.LongIndex1D : KernelIndex.Index1D,
                    Extent = [extent], Grid = ((extent + 15) / 16, 1, 1), Group = (16, 1, 1), Columns = columns, Bound = bound, Divisor = divisor, Count = extent,
                    IndexParameter = isLong ? "LongIndex1D index, " : "Index1D index, ",
                    Geometry = Places(isLong ? "(int)index.X" : "index"),
                };
            case 3:
                int x = Pick(1, 5, 16, 20, 33), y = Pick(1, 3, 7);
                return new()
                {
                    Index = KernelIndex.Index2D, Extent = [x, y], Grid = ((x + 7) / 8, (y + 1) / 2, 1), Group = (8, 2, 1), Columns = columns, Bound = bound,
                    Divisor = divisor, Count = x * y, IndexParameter = "Index2D index, ", Places = ["index.X", "index.Y", "index.X"],
                    Geometry = Places($"index.Y * {x} + index.X"),
                };
            case 4:
                int width = Pick(3, 8, 17), height = Pick(1, 3), depth = Pick(1, 3);
                return new()
                {
                    Index = KernelIndex.Index3D, Extent = [width, height, depth], Grid = ((width + 7) / 8, height, (depth + 1) / 2), Group = (8, 1, 2), Columns = columns,
                    Bound = bound, Divisor = divisor, Count = width * height * depth, IndexParameter = "Index3D index, ", Places = ["index.X", "index.Y", "index.Z"],
                    Geometry = Places($"(index.Z * {height} + index.Y) * {width} + index.X"),
                };
            default:
                var group = Pick((16, 1, 1), (40, 1, 1), (6, 2, 1), (8, 4, 1), (64, 1, 1), (4, 2, 2), (1, 1, 1), (7, 1, 1), (32, 1, 1), (16, 2, 1), (1, 8, 1));
                var grid = Pick((1, 1, 1), (2, 1, 1), (3, 1, 1), (2, 2, 1), (1, 2, 2));
                int size = group.Item1 * group.Item2 * group.Item3;
                int items = size * grid.Item1 * grid.Item2 * grid.Item3;
                bool isGuarded = random.Next(2) == 0;
                bool isRow = group is (_, 1, 1) && grid is (_, 1, 1);
                return new()
                {
                    Index = KernelIndex.Explicit, Grid = grid, Group = group, Columns = columns, Bound = bound, Divisor = divisor, IsGuarded = isGuarded,
                    Count = isGuarded ? Math.Max(1, items - random.Next(12)) : items, GroupX = "Group.IdxX",
                    Places = ["local", "Group.IdxX", "Group.IdxY", "Grid.IdxX", "size", "Group.DimX"],
                    Geometry = isRow
                        ? Places(Pick("Grid.GlobalIndex.X", "Grid.IdxX * Group.DimX + Group.IdxX", "Group.IdxX + Group.DimX * Grid.IdxX"),
                            ("local", "int local = Group.IdxX;"), ("size", "int size = Group.DimX;"))
                        : Places("((Grid.IdxZ * Grid.DimY + Grid.IdxY) * Grid.DimX + Grid.IdxX) * size + local",
                            ("size", "int size = Group.DimX * Group.DimY * Group.DimZ;"),
                            ("local", "int local = (Group.IdxZ * Group.DimY + Group.IdxY) * Group.DimX + Group.IdxX;")),
                };
        }
    }

    /// <summary>All parameters a program may have.</summary>
    public (string Type, string Name)[] Parameters(string narrow) =>
    [
        ("ArrayView<int>", "oi"), ("ArrayView<float>", "of"), ($"ArrayView<{narrow}>", "on"), ("ArrayView<RandomPair>", "os"),
        ("ArrayView<int>", "xi"), ("ArrayView<float>", "xf"), ($"ArrayView<{narrow}>", "xn"), ("ArrayView<double>", "xd"), ("ArrayView<Half>", "xh"),
        ("ArrayView<RandomPair>", "xs"), ("ArrayView<int>", "ci"), ("ArrayView<uint>", "cu"), ("ArrayView<long>", "cl"), ("ArrayView<float>", "cf"),
        ("int", "count"), ("int", "columns"), ("int", "bound"), ("short", "narrow"), ("float", "scale"), ("RandomNest", "nest"),
    ];

    /// <summary>The argument for a parameter.</summary>
    public object Argument(string name, Type type)
    {
        var random = new Random(name[1]);
        float Real(int index) => (index % 11) switch { 0 => 0, 1 => -0f, 2 => 1e-4f, 3 => -1e6f, 4 when index > 90 => float.NaN, 5 when index > 60 => float.PositiveInfinity, _ => random.Next(-40, 40) * 0.125f };
        int Whole(int index) => (index % 9) switch { 0 => 0, 1 => random.Next(-1000, 1000), 2 => int.MaxValue - index, 3 => random.Next(), 4 => -index, _ => random.Next(-8, 40) };
        RandomPair Pair(int index) => new() { Small = (sbyte)random.Next(-128, 128), Real = Real(index), Whole = Whole(index) };
        T[] Array<T>(Func<int, T> make) => [.. Enumerable.Range(0, Length).Select(make)];
        return name switch
        {
            "oi" => new int[Length],
            "of" => new float[Length],
            "os" => new RandomPair[Length],
            "on" => System.Array.CreateInstance(type.GetGenericArguments()[0], Length),
            "xn" => RandomBytes(type.GetGenericArguments()[0], random),
            "xi" => Array(Whole),
            "xf" => Array(Real),
            "xd" => Array(index => Real(index) * 1.0000001),
            "xh" => Array(index => (Half)Real(index)),
            "xs" => Array(Pair),
            "ci" => new int[8],
            "cu" => new uint[] { 1, 2, 3, uint.MaxValue, 0, 0 },
            "cl" => new long[] { 1, 2, 3, -1, 0, 0 },
            "cf" => new float[4],
            "count" => Count,
            "columns" => Columns,
            "bound" => Bound,
            "narrow" => (short)Divisor,
            "scale" => Bound * 0.5f - 1,
            _ => new RandomNest { First = (short)-Columns, Inner = Pair(Bound + 1), Last = 1L << (Bound * 5) },
        };
    }

    private System.Array RandomBytes(Type element, Random random)
    {
        var array = System.Array.CreateInstance(element, Length);
        var bytes = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), Length * Marshal.SizeOf(element));
        random.NextBytes(bytes);
        return array;
    }

    public override string ToString() =>
        $"{Index}, extent {string.Join(", ", Extent)}, grid {Grid}, group {Group}, columns {Columns}, bound {Bound}, narrow {Divisor}, count {Count}";
}
