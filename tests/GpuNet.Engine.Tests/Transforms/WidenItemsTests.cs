using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Cuda;
using GpuNet.Engine.Transforms;
using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Transforms;

/// <summary>Elementwise kernels run four neighbours in a thread on GPUs, to the same bits.</summary>
public class WidenItemsTests
{
    private static void Scale(Index1D i, ArrayView<float> x, ArrayView<float> y, float factor) => y[i] = MathF.Max(x[i] * factor, 0.25f) + i;

    private static void Wide(Index1D i, ArrayView<double> x, ArrayView<double> y) => y[i] = 1 / x[i];

    // Each item reads its right neighbour's input: neighbours are in no order, so this needs two arrays.
    private static void Shift(Index1D i, ArrayView<int> x, ArrayView<int> y) => y[i] = x[i + 1] - x[i];

    private static void Scatter(Index1D i, ArrayView<int> x, ArrayView<int> y) => y[x[i]] = i;

    private static void Rows(Index1D i, ArrayView<int> x, ArrayView<int> y, int columns)
    {
        for (int column = 0; column < columns; column++)
            y[i] += x[i * columns + column];
    }

    private static void Place(Index1D i, ArrayView<int> x, ArrayView<int> y) => y[i] = x[i] + Group.IdxX;

    private static bool Widen(Delegate kernel, out KernelProgram program)
    {
        program = Optimizer.Run(KernelCompiler.Compile(kernel.Method, KernelIndex.Index1D, hasWarps: true), KernelIndex.Index1D, new Dictionary<int, long>());
        bool widens = WidenItems.TryRun(program.Function);
        Verifier.Verify(program.Function, "the test");
        program = new KernelProgram(program.Function, Structurizer.Run(program.Function), KernelIndex.Index1D);
        return widens;
    }

    [Fact]
    public void Only_elementwise_kernels_are_widened()
    {
        Assert.All((Delegate[])[Scale, Wide, Shift], kernel => Assert.True(Widen(kernel, out _)));
        Assert.All((Delegate[])[Scatter, Rows, Place], kernel => Assert.False(Widen(kernel, out _)));
    }

    [Fact]
    public void Compilers_see_accesses_of_16_bytes()
    {
        Assert.True(Widen(Scale, out var program));
        var source = CEmitter.Emit(program, new CudaDialect());
        string ptx = CudaCompiler.Compile("sm_80", [(source.Text, source.EntryPoint)]);
        Assert.Matches(@"ld\.global(\.nc)?\.v4\.f32", ptx);
        Assert.Contains("st.global.v4.f32", ptx);
    }

    /// <summary>Items behind the last extent of all would be negative, and so smaller than it, if they had a sign.</summary>
    [Fact]
    public void Bounds_are_compared_without_a_sign()
    {
        Assert.True(Widen(Scale, out var program));
        var comparisons = program.Function.Instructions.Where(instruction =>
            instruction.Op is Opcode.Lt or Opcode.LtU && instruction[1] is FunctionParameter { Role: ParameterRole.Extent }).ToList();
        Assert.Equal(2, comparisons.Count(comparison => comparison.Op == Opcode.LtU));
        Assert.DoesNotContain(comparisons, comparison => comparison.Op == Opcode.Lt && Uses(program, comparison));
    }

    private static bool Uses(KernelProgram program, Instruction value) =>
        program.Function.Blocks.Any(block => block.Terminator is Branch branch && branch.Condition == value);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(1000, 0)]
    [InlineData(1003, 0)]
    [InlineData(1003, 1)]
    [InlineData(4096, 4)]
    public void Every_item_runs_once_wherever_its_views_start(int count, int start)
    {
        foreach (bool isPtx in (bool[])[false, true])
        {
            using var accelerator = isPtx ? CudaTestDevice.CreateWithPtx(_ => { }) : CudaTestDevice.Create(_ => { });
            float[] input = [.. Enumerable.Range(0, count + start + 1).Select(i => i * 0.37f)];
            using var x = accelerator.Allocate1D(input);
            using var y = accelerator.Allocate1D<float>(count + start + 1);
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Scale)(
                count, x.View.SubView(start, count), y.View.SubView(start, count), 0.3f);
            float[] expected = new float[count + start + 1];
            for (int i = 0; i < count; i++)
                expected[start + i] = MathF.Max(input[start + i] * 0.3f, 0.25f) + i;
            Assert.Equal(expected, y.GetAsArray1D());

            using var numbers = accelerator.Allocate1D([.. Enumerable.Range(0, count + 1).Select(i => i * i)]);
            using var steps = accelerator.Allocate1D<int>(count);
            accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Shift)(count, numbers.View, steps.View);
            Assert.Equal(Enumerable.Range(0, count).Select(i => 2 * i + 1), steps.GetAsArray1D());
            accelerator.Context.Dispose();
        }
    }
}
