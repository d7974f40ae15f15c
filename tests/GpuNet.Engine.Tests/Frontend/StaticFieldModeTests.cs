using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class StaticFieldModeTests
{
    private static int factor = 3;
    private static (short Low, float High)[] pairs = [(1, 2.5f), (3, 4.5f)];
    private static int written;

    private static int[] Run(StaticFieldMode mode, Action<Index1D, ArrayView<int>> kernel)
    {
        using var context = Context.Create(builder => builder.DefaultCPU().StaticFields(mode).CpuMode(CpuExecutionMode.Compiled));
        using var accelerator = context.CreateCPUAccelerator(0);
        using var results = accelerator.Allocate1D<int>(4);
        accelerator.LaunchAutoGrouped(kernel, new Index1D(4), results.View.BaseView);
        return results.GetAsArray1D();
    }

    [Fact]
    public void Mutable_fields_have_their_value_of_when_the_kernel_is_compiled()
    {
        factor = 5;
        pairs = [(10, 0.5f), (20, 1.5f)];

        var results = Run(StaticFieldMode.MutableStaticFields, static (i, y) => y[i] = i * factor + pairs[i & 1].Low + pairs.Length);

        Assert.Equal([12, 27, 22, 37], results);
    }

    [Fact]
    public void Stores_are_dropped()
    {
        var results = Run(StaticFieldMode.IgnoreStaticFieldStores, static (i, y) => y[i] = written = i + 1);

        Assert.Equal([1, 2, 3, 4], results);
        Assert.Equal(0, written);
    }

    [Fact]
    public void One_mode_does_not_imply_the_other()
    {
        Assert.Throws<InternalCompilerException>(() => Run(StaticFieldMode.MutableStaticFields, static (i, y) => y[i] = written = i));
        Assert.Throws<InternalCompilerException>(() => Run(StaticFieldMode.IgnoreStaticFieldStores, static (i, y) => y[i] = factor));
    }
}
