using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Items that divide their place in a row: by what the launch passes, by constants, by several numbers at once.</summary>
public class RowSegmentsTests
{
    private const int Items = 320;

    public static TheoryData<int> Divisors => [0, 1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 80, 100, 319, 320, 321, 5000];

    [Theory]
    [MemberData(nameof(Divisors))]
    public void Rows_and_columns_by_quotient_and_product(int columns)
    {
        // y[i] = x[column] * 1000 + row, as C# without a second division: column = i - row * columns.
        var kernel = new KernelBuilder();
        var (extent, x, y) = (kernel.Parameter(IRType.Int32, "extent", ParameterRole.Extent), kernel.Pointer("x"), kernel.Pointer("y"));
        var divisor = kernel.Parameter(IRType.Int32, "columns");
        var index = kernel.GlobalIndex();
        kernel.If(kernel.Compare(Opcode.Lt, index, extent), () =>
        {
            var row = kernel.Binary(Opcode.Div, index, divisor);
            var column = kernel.Binary(Opcode.Sub, index, kernel.Binary(Opcode.Mul, row, divisor));
            kernel.Store(y, index, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, kernel.Load(x, column, IRType.Int32), Int(1000)), row));
        });
        foreach (int length in new[] { 1, 15, 16, 100, Items })
        {
            var to = Filled();
            kernel.Run(Launch(10, 32), new Scalar(length), Numbers(), to, new Scalar(columns));
            Assert.Equal(Enumerable.Range(0, Items).Select(i => i < length ? (i - Quotient(i, columns) * columns) * 1000 + Quotient(i, columns) : -1), to.Values);
        }
    }

    [Theory]
    [InlineData(90, 32)]
    [InlineData(20, 32)]
    [InlineData(60, 24)]
    public void What_a_branch_makes_of_arguments_is_there_for_vectors(int length, int columns) =>
        KernelCheck.Items(Items, FirstOfRow, Enumerable.Range(0, Items).Select(i => 5 * i).ToArray(), new int[Items], length, columns);

    private static void FirstOfRow(Index1D index, ArrayView<int> x, ArrayView<int> y, int length, int columns)
    {
        int column = index - (index / columns * columns);
        y[index] = column < length ? x[IntrinsicMath.Min(column, length - 1)] : -1;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(33)]
    public void Places_may_be_divided_as_wider_integers(int columns) =>
        KernelCheck.Items(Items, WideQuotients, Enumerable.Range(0, Items + columns).Select(i => 5 * i).ToArray(), new int[Items], columns);

    private static void WideQuotients(Index1D index, ArrayView<int> x, ArrayView<int> y, int columns)
    {
        int row = (int)((long)index.X / columns), column = (int)((long)index.X % columns);
        y[index] = x[row * columns + column] * 3 + row;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(33)]
    public void Divisors_may_be_converted_where_only_some_items_divide(int columns) =>
        KernelCheck.Items(Items, QuotientsOfSome, new int[Items], columns, (short)-7);

    private static void QuotientsOfSome(Index1D index, ArrayView<int> y, int columns, short divisor)
    {
        if ((index & 3) > 1)
            y[index] = (int)((long)index.X % columns);
        if ((index & 5) > 1)
            y[index] += 1000 * (index / divisor);
    }

    [Theory]
    [MemberData(nameof(Divisors))]
    public void Remainders_are_places_and_numbers(int columns)
    {
        var kernel = new KernelBuilder();
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y"), divisor = kernel.Parameter(IRType.Int64, "columns");
        var index = kernel.GlobalIndex();
        var remainder = kernel.Emit(Opcode.Rem, IRType.Int64, kernel.Widen(index), divisor);
        var number = kernel.Binary(Opcode.Mul, kernel.Emit(Opcode.Truncate, IRType.Int32, remainder), Int(3));
        kernel.Store(y, index, kernel.Binary(Opcode.Add, kernel.Load(x, remainder, IRType.Int32), number));
        var to = Filled();
        kernel.Run(Launch(10, 32), Numbers(), to, new Scalar(columns));
        Assert.Equal(Enumerable.Range(0, Items).Select(i => 4 * (columns == 0 ? 0 : i % columns)), to.Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(30)]
    public void Shifts_and_masks_divide_too(int shift)
    {
        var kernel = new KernelBuilder();
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y");
        var index = kernel.GlobalIndex();
        var row = kernel.Binary(Opcode.Shr, index, Int(shift));
        var column = kernel.Binary(Opcode.And, index, Int((1 << shift) - 1));
        kernel.Store(y, index, kernel.Binary(Opcode.Sub, kernel.Load(x, column, IRType.Int32), row));
        var to = Filled();
        kernel.Run(Launch(10, 32), Numbers(), to);
        Assert.Equal(Enumerable.Range(0, Items).Select(i => (i & ((1 << shift) - 1)) - (i >> shift)), to.Values);
    }

    [Theory]
    [InlineData(16, 48)]
    [InlineData(64, 100)]
    [InlineData(128, 80)]
    [InlineData(65, 3)]
    public void Two_divisors_cut_where_either_does(int first, int second)
    {
        var kernel = new KernelBuilder();
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y");
        FunctionParameter a = kernel.Parameter(IRType.Int32, "a"), b = kernel.Parameter(IRType.Int32, "b");
        var index = kernel.GlobalIndex();
        var left = kernel.Load(x, kernel.Binary(Opcode.Rem, index, a), IRType.Int32);
        var right = kernel.Load(x, kernel.Binary(Opcode.DivU, index, b), IRType.Int32);
        kernel.Store(y, index, kernel.Binary(Opcode.Sub, left, kernel.Binary(Opcode.Mul, right, Int(7))));
        var to = Filled();
        kernel.Run(Launch(10, 32), Numbers(), to, new Scalar(first), new Scalar(second));
        Assert.Equal(Enumerable.Range(0, Items).Select(i => i % first - i / second * 7), to.Values);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(40)]
    [InlineData(64)]
    public void Quotients_bound_loops(int columns)
    {
        // Items walk down two rows of a column: y[row, column] += x[column] for both.
        var kernel = new KernelBuilder();
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y"), divisor = kernel.Parameter(IRType.Int32, "columns");
        var index = kernel.GlobalIndex();
        var block = kernel.Binary(Opcode.Div, index, divisor);
        var column = kernel.Binary(Opcode.Sub, index, kernel.Binary(Opcode.Mul, block, divisor));
        var first = kernel.Binary(Opcode.Mul, block, Int(2));
        var end = kernel.Binary(Opcode.Min, kernel.Binary(Opcode.Add, first, Int(2)), Int(Items / columns));
        kernel.For(first, end, Int(1), [], (row, _) =>
        {
            var at = kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, row, divisor), column);
            kernel.Store(y, at, kernel.Binary(Opcode.Add, kernel.Load(y, at, IRType.Int32), kernel.Load(x, column, IRType.Int32)));
            return [];
        });
        var to = Filled();
        kernel.Run(Launch(10, 32), Numbers(), to, new Scalar(columns));
        Assert.Equal(Enumerable.Range(0, Items).Select(i => i < Items / columns * columns ? i % columns - 1 : -1), to.Values);
    }

    [Fact]
    public unsafe void Groups_may_run_apart()
    {
        var kernel = new KernelBuilder();
        FunctionParameter y = kernel.Pointer("y"), divisor = kernel.Parameter(IRType.Int32, "columns");
        var index = kernel.GlobalIndex();
        kernel.Store(y, index, kernel.Binary(Opcode.Rem, index, divisor));
        var code = new SimdKernel(kernel.Program());
        var to = Filled();
        ulong[] slots = [to.Slot, 96];
        fixed (ulong* pointer = slots)
            foreach (int group in new[] { 3, 0, 9, 1, 2, 8, 4, 7, 5, 6 })
                code.RunGroups(group, group + 1, Launch(10, 32), pointer);
        Assert.Equal(Enumerable.Range(0, Items).Select(i => i % 96), to.Values);
    }

    /// <summary>The engine's quotient by zero is zero.</summary>
    private static int Quotient(int dividend, int divisor) => divisor == 0 ? 0 : dividend / divisor;

    private static Pinned<int> Numbers() => new([.. Enumerable.Range(0, Items)]);

    private static Pinned<int> Filled() => new([.. Enumerable.Repeat(-1, Items)]);
}
