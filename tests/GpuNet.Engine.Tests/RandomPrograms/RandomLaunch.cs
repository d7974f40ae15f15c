using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>How a random program is launched, once and again, and what it knows of its place there.</summary>
internal sealed class RandomLaunch
{
    public const int DynamicSharedBytes = 256;

    private static readonly (int X, int Y, int Z)[] Rows = [(16, 1, 1), (40, 1, 1), (64, 1, 1), (1, 1, 1), (7, 1, 1), (32, 1, 1), (5, 1, 1), (12, 1, 1)];
    private static readonly (int X, int Y, int Z)[] Boxes = [(6, 2, 1), (8, 4, 1), (4, 2, 2), (16, 2, 1), (1, 8, 1), (3, 5, 2), (32, 2, 1), (16, 1, 4), (2, 2, 2)];

    /// <summary>Ways to say which row an item is in, where in the row, and how long it is.</summary>
    private static readonly string[][] Divisions =
    [
        ["item / columns", "item % columns", "columns"], ["item / columns", "item - row * columns", "columns"], ["item >> 3", "item & 7", "8"], ["item / 10", "item % 10", "10"],
        ["(int)((uint)item / (uint)columns)", "(int)((uint)item % (uint)columns)", "columns"], ["(int)((long)item / columns)", "(int)((long)item % columns)", "columns"],
        ["item / 32", "item & 31", "32"], ["item / columns", "item % columns", "columns"],
    ];

    private readonly Random random;
    private readonly string[] division;
    private readonly bool isSpecialized;

    private RandomLaunch(Random random)
    {
        this.random = random;
        division = Pick(Divisions);
        isSpecialized = random.Next(8) == 0;
        int kind = random.Next(8);
        bool isLong = kind < 5 && random.Next(4) == 0;
        int dimensions = kind < 3 ? 1 : kind - 1;
        IsGuarded = kind > 4 && random.Next(2) == 0;
        if (kind > 4)
        {
            Index = KernelIndex.Explicit;
            DescribeGroups(isRow: kind < 7);
            Numbers = [.. Launches(() => InGroups(isRow: kind < 7))];
            return;
        }
        Index = (isLong ? KernelIndex.LongIndex1D : KernelIndex.Index1D) + (dimensions - 1);
        DescribeIndex(dimensions, isLong);
        Numbers = [.. Launches(() => Indexed(dimensions))];
    }

    public KernelIndex Index { get; }
    public IReadOnlyList<LaunchNumbers> Numbers { get; }
    public string RowLength => division[2];

    /// <summary>Whether there may be items beyond the count of those that have a place.</summary>
    public bool IsGuarded { get; }

    public string IndexParameter { get; private set; } = "";

    /// <summary>Further places that the program knows.</summary>
    public string[] Places { get; private set; } = [];

    /// <summary>The first of the items that share a loop, one after the other.</summary>
    public string GroupX { get; private set; } = "";

    /// <summary>Whether all warps of 32 are full.</summary>
    public bool FillsWarps => Numbers.All(numbers => numbers.GroupItems % 32 == 0);

    /// <summary>Names of places and their declarations, each behind those it needs.</summary>
    public (string Name, string Declaration)[] Geometry { get; private set; } = [];

    /// <summary>The numbers among the parameters.</summary>
    public (string Type, string Name)[] NumberParameters =>
    [
        ("int", "count"), ("int", "width"), ("int", "height"), ("short", "narrow"), ("float", "scale"), ("RandomNest", "nest"),
        .. isSpecialized
            ? ((string, string)[])[("SpecializedValue<int>", "fixedColumns"), ("SpecializedValue<int>", "fixedBound")]
            : [("int", "columns"), ("int", "bound")],
    ];

    public static RandomLaunch Make(Random random) => new(random);

    public override string ToString() => $"{Index}\n{string.Join('\n', Numbers)}";

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];

    private void DescribeIndex(int dimensions, bool isLong)
    {
        IndexParameter = $"{(isLong ? "Long" : "")}Index{dimensions}D index, ";
        string x = isLong ? "(int)index.X" : "index.X", y = isLong ? "(int)index.Y" : "index.Y", z = isLong ? "(int)index.Z" : "index.Z";
        Places = dimensions switch { 1 => [], 2 => [x, y, x], _ => [x, y, z] };
        Describe(dimensions switch
        {
            1 => isLong || random.Next(2) == 0 ? x : "index",
            2 => $"{y} * width + {x}",
            _ => $"({z} * height + {y}) * width + {x}",
        });
    }

    private void DescribeGroups(bool isRow)
    {
        GroupX = "Group.IdxX";
        Places = ["local", "Group.IdxX", "Group.IdxY", "Grid.IdxX", "size", "Group.DimX"];
        if (isRow)
        {
            Describe(
                Pick("Grid.GlobalIndex.X", "Grid.IdxX * Group.DimX + Group.IdxX", "Group.IdxX + Group.DimX * Grid.IdxX"),
                ("local", "int local = Group.IdxX;"), ("size", "int size = Group.DimX;"));
            return;
        }
        Describe(
            "((Grid.IdxZ * Grid.DimY + Grid.IdxY) * Grid.DimX + Grid.IdxX) * size + local",
            ("size", "int size = Group.DimX * Group.DimY * Group.DimZ;"),
            ("local", "int local = (Group.IdxZ * Group.DimY + Group.IdxY) * Group.DimX + Group.IdxX;"));
    }

    private void Describe(string item, params (string, string)[] more) => Geometry =
    [
        .. isSpecialized ? ((string, string)[])[("columns", "int columns = fixedColumns;"), ("bound", "int bound = fixedBound.Value;")] : [],
        .. more, ("item", $"int item = {item};"), ("row", $"int row = {division[0]};"), ("column", $"int column = {division[1]};"),
        ("rows", "int rows = (count + columns - 1) / columns;"),
        ("wide", "var wide = new ArrayView2D<float, Stride2D.DenseX>(xf, new LongIndex2D(8, 8), new Stride2D.DenseX(9));"),
        ("tall", "var tall = new ArrayView2D<float, Stride2D.DenseY>(xf.SubView(3, 80), new LongIndex2D(8, 8), new Stride2D.DenseY(8));"),
    ];

    /// <summary>One launch, or several of the same kernel.</summary>
    private IEnumerable<LaunchNumbers> Launches(Func<LaunchNumbers> one)
    {
        for (int left = Pick(1, 1, 2, 3); left > 0; left--)
            yield return one() with
            {
                Columns = Pick(1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 24, 32, 33, 64, 100), Bound = random.Next(10), Divisor = Pick(1, 3, 8, 16, 40, -1, -7),
            };
    }

    private LaunchNumbers Indexed(int dimensions)
    {
        long[] extent = dimensions switch
        {
            1 => [Pick(1, 3, 16, 33, 64, 100, 130, 200)],
            2 => [Pick(1, 5, 16, 20, 33), Pick(1, 3, 7)],
            _ => [Pick(3, 8, 17), Pick(1, 3), Pick(1, 3)],
        };
        (int X, int Y, int Z) group = dimensions switch
        {
            1 => (Pick(16, 16, 64, 5, 32), 1, 1),
            2 => Pick((8, 2, 1), (16, 1, 1), (3, 3, 1), (32, 2, 1)),
            _ => Pick((8, 1, 2), (4, 2, 1), (2, 2, 3), (16, 1, 1)),
        };
        int Groups(int dimension, int size) => dimension < extent.Length ? (int)(extent[dimension] + size - 1) / size : 1;
        return new()
        {
            Extent = extent, Grid = (Groups(0, group.X), Groups(1, group.Y), Groups(2, group.Z)), Group = group,
            Count = (int)extent.Aggregate((left, right) => left * right),
        };
    }

    private LaunchNumbers InGroups(bool isRow)
    {
        var group = Pick(isRow ? Rows : Boxes);
        (int X, int Y, int Z) grid = isRow ? Pick((1, 1, 1), (2, 1, 1), (3, 1, 1)) : Pick((1, 1, 1), (2, 1, 1), (2, 2, 1), (1, 2, 2));
        int items = group.X * group.Y * group.Z * grid.X * grid.Y * grid.Z;
        return new() { Grid = grid, Group = group, Count = IsGuarded ? Math.Max(1, items - random.Next(12)) : items };
    }
}

/// <summary>The numbers of one launch of a random program.</summary>
internal sealed record LaunchNumbers
{
    public long[] Extent { get; init; } = [];
    public required (int X, int Y, int Z) Grid { get; init; }
    public required (int X, int Y, int Z) Group { get; init; }

    /// <summary>The number of items that have a place; others may only meet them at barriers.</summary>
    public required int Count { get; init; }

    public int Columns { get; init; }
    public int Bound { get; init; }
    public int Divisor { get; init; }

    public int GroupItems => Group.X * Group.Y * Group.Z;

    public override string ToString() =>
        $"extent {string.Join(", ", Extent)}, grid {Grid}, group {Group}, columns {Columns}, bound {Bound}, narrow {Divisor}, count {Count}";
}
