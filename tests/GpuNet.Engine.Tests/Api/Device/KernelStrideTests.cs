using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Device;

/// <summary>Views of two and three dimensions in kernels, with every stride and by every indexer.</summary>
public sealed class KernelStrideTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    public static TheoryData<TestDevice> Devices => new(TestDevice.Cpu, TestDevice.CpuDebug, TestDevice.OpenCl);

    private static void Fill2D<TStride>(Index2D i, ArrayView2D<int, TStride> view, ArrayView<int> facts)
        where TStride : struct, IStride2D
    {
        view[i] = i.X * 100 + i.Y;
        view[new LongIndex2D(i.X, i.Y)] += 1;
        view[i.X, i.Y] += 1;
        view[(long)i.X, (long)i.Y] += 1;
        if (i != new Index2D(3, 4))
            return;
        var part = view.SubView(new Index2D(1, 1), new Index2D(2, 3));
        facts[0] = view.ComputeLinearIndex(new Index2D(1, 2));
        facts[1] = view.Stride.XStride * 1000 + view.Stride.YStride;
        facts[2] = part.IntExtent.X * 10 + part.IntExtent.Y;
        facts[3] = view.IntLength;
        part[1, 2] = -1;
        view.AsGeneral()[0, 4] = -2;
    }

    private void Check2D<TStride>(TestDevice device, MemoryBuffer2D<int, TStride> buffer)
        where TStride : struct, IStride2D
    {
        var accelerator = accelerators[device];
        using var facts = accelerator.Allocate1D<int>(4);
        accelerator.LaunchAutoGrouped(Fill2D, new Index2D(4, 5), buffer.View, facts.View.BaseView);
        accelerator.Synchronize();

        var stride = buffer.View.Stride;
        Assert.Equal([stride.XStride + 2 * stride.YStride, stride.XStride * 1000 + stride.YStride, 23, 20], facts.GetAsArray1D());
        int[,] values = buffer.View.AsGeneral().GetAsArray2D();
        for (int x = 0; x < 4; x++)
        {
            for (int y = 0; y < 5; y++)
            {
                if ((x, y) is not ((2, 3) or (0, 4)))
                    Assert.Equal(x * 100 + y + 3, values[x, y]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Two_dimensions(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var denseX = accelerator.Allocate2DDenseX<int>(new(4, 5));
        using var denseY = accelerator.Allocate2DDenseY<int>(new(4, 5));
        using var pitchedX = accelerator.Allocate2DPitchedX<int>(new(4, 5), 32);
        using var pitchedY = accelerator.Allocate2DPitchedY<int>(new(4, 5), 64);
        Check2D(device, denseX);
        Check2D(device, denseY);
        Check2D(device, pitchedX);
        Check2D(device, pitchedY);
        Assert.Equal((8, 16), (pitchedX.View.Stride.YStride, pitchedY.View.Stride.XStride));
    }

    private static void Fill3D<TStride>(Index3D i, ArrayView3D<int, TStride> view)
        where TStride : struct, IStride3D
    {
        view[i] = i.X * 10000 + i.Y * 100 + i.Z;
        view[i.X, i.Y, i.Z] += 1;
        view[(LongIndex3D)i] += 1;
        view[(long)i.X, i.Y, i.Z] += 1;
        view.SubView(i, new Index3D(1, 1, 1))[0, 0, 0] += 1;
        view.AsGeneral()[i] += 1;
    }

    private void Check3D<TStride>(TestDevice device, MemoryBuffer3D<int, TStride> buffer)
        where TStride : struct, IStride3D
    {
        accelerators[device].LaunchAutoGrouped(Fill3D, new Index3D(3, 4, 5), buffer.View);
        accelerators[device].Synchronize();

        int[,,] values = buffer.View.AsGeneral().GetAsArray3D();
        for (int at = 0; at < values.Length; at++)
        {
            var (x, y, z) = (at / 20, at / 5 % 4, at % 5);
            Assert.Equal(x * 10000 + y * 100 + z + 5, values[x, y, z]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Three_dimensions(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var denseXY = accelerator.Allocate3DDenseXY<int>(new(3, 4, 5));
        using var denseZY = accelerator.Allocate3DDenseZY<int>(new(3, 4, 5));
        using var pitchedXY = accelerator.Allocate3DPitchedXY<int>(new(3, 4, 5), 32);
        using var pitchedZY = accelerator.Allocate3DPitchedZY<int>(new(3, 4, 5), 32);
        Check3D(device, denseXY);
        Check3D(device, denseZY);
        Check3D(device, pitchedXY);
        Check3D(device, pitchedZY);
    }

    private static void Broadcast<T>(ArrayView<T> values, ArrayView<T> results, int item)
        where T : unmanaged =>
        results[Grid.GlobalIndex.X] = Group.Broadcast(values[Group.IdxX], item);

    private void CheckBroadcast<T>(TestDevice device, Func<int, T> valueOf)
        where T : unmanaged
    {
        var accelerator = accelerators[device];
        using var values = accelerator.Allocate1D(Enumerable.Range(0, 16).Select(valueOf).ToArray());
        using var results = accelerator.Allocate1D<T>(32);
        foreach (int item in new[] { 0, 5, 15 })
        {
            accelerator.Launch(Broadcast, new KernelConfig(2, 16), values.View.BaseView, results.View.BaseView, item);
            accelerator.Synchronize();
            Assert.All(results.GetAsArray1D(), result => Assert.Equal(valueOf(item), result));
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Values_of_every_type_are_broadcast(TestDevice device)
    {
        CheckBroadcast(device, item => (byte)item);
        CheckBroadcast(device, item => (short)-item);
        CheckBroadcast(device, item => (long)item << 40);
        CheckBroadcast(device, item => item * 0.25);
        CheckBroadcast(device, item => (ILGPU.Half)item);
        CheckBroadcast(device, item => (item, (byte)item, (item * 0.5, item % 2 == 0)));
    }
}
