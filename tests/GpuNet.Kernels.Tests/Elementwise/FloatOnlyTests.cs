#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Float kernels compute nothing in double precision, which some GPUs lack: what ops say with double literals folds.
/// </summary>
public class FloatOnlyTests
{
    private static readonly Dictionary<int, long> NoConstants = [];

    [Fact]
    public void No_unary_op_needs_doubles() => AssertNoDoubles(
        OpRegistry.UnaryOps.Select(op => typeof(Single<>).MakeGenericType(op.Type)), typeof(MapKernels),
        [nameof(MapKernels.Forward), nameof(MapKernels.BackwardFromBoth)]);

    [Fact]
    public void No_second_derivative_needs_doubles() => AssertNoDoubles(
        OpRegistry.UnaryOps.Select(op => typeof(Single<>).MakeGenericType(typeof(DerivativeOf<>).MakeGenericType(op.Type))),
        typeof(MapKernels), [nameof(MapKernels.BackwardFromBoth)]);

    [Fact]
    public void No_binary_op_needs_doubles() => AssertNoDoubles(
        OpRegistry.BinaryOps.Select(op => op.Type), typeof(BinaryKernels), [nameof(BinaryKernels.Same)]);

    private static void AssertNoDoubles(IEnumerable<Type> ops, Type kernels, string[] names)
    {
        foreach (var op in ops)
        {
            foreach (var name in names)
            {
                var kernel = kernels.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!
                    .MakeGenericMethod(op, typeof(float), typeof(PortableMath));
                var program = Optimizer.Run(
                    KernelCompiler.Compile(kernel, KernelIndex.Index1D, hasWarps: true), KernelIndex.Index1D, NoConstants);
                Assert.False(
                    CEmitter.Emit(program, new CudaDialect()).Text.Contains("double", StringComparison.Ordinal),
                    $"{op}, {name}");
            }
        }
    }
}
#endif
