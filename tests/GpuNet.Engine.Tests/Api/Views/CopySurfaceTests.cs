using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Views;

/// <summary>Every overload that copies between arrays of the host and views or buffers, in every layout.</summary>
public sealed class CopySurfaceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private static readonly MethodInfo[] Overloads =
        [.. typeof(ArrayViewExtensions).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.Name is "CopyToCPU" or "CopyFromCPU" && method.GetParameters()[^1].ParameterType.IsArray)];

    public static TheoryData<TestDevice> Devices => new(TestDevice.Cpu, TestDevice.OpenCl);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Every_overload_copies_all_elements_to_their_places(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var stream = accelerator.CreateStream();
        Assert.NotEmpty(Overloads);
        foreach (var open in Overloads)
        {
            var method = open.MakeGenericMethod(typeof(int));
            var parameters = method.GetParameters();
            int rank = parameters[^1].ParameterType.GetArrayRank();
            using MemoryBuffer buffer = Allocate(accelerator, parameters[0].ParameterType.ToString(), rank);
            dynamic typed = buffer;
            object receiver = typeof(MemoryBuffer).IsAssignableFrom(parameters[0].ParameterType) ? buffer
                : parameters[0].ParameterType == typeof(ArrayView<int>) ? typed.View.BaseView : typed.View;
            var (data, other) = (Host(rank, 1), Host(rank, 100));
            bool toHost = method.Name == "CopyToCPU";
            ArrayViewExtensions.CopyFromCPU(typed.View.AsGeneral(), accelerator.DefaultStream, (dynamic)(toHost ? data : other));

            object argument = toHost ? other : data;
            method.Invoke(null, parameters.Length == 3 ? [receiver, stream, argument] : [receiver, argument]);
            stream.Synchronize();

            if (!toHost)
                ArrayViewExtensions.CopyToCPU(typed.View.AsGeneral(), accelerator.DefaultStream, (dynamic)other);
            Assert.True(data.Cast<int>().SequenceEqual(other.Cast<int>()), $"{open} gives {string.Join(", ", other.Cast<int>())}");
        }
    }

    /// <summary>24 numbers.</summary>
    internal static Array Host(int rank, int first)
    {
        Array array = rank switch { 1 => new int[24], 2 => new int[4, 6], _ => new int[2, 3, 4] };
        Buffer.BlockCopy(Enumerable.Range(first, 24).ToArray(), 0, array, 0, 24 * sizeof(int));
        return array;
    }

    internal static MemoryBuffer Allocate(Accelerator accelerator, string receiver, int rank) => rank switch
    {
        1 when receiver.Contains("General", StringComparison.Ordinal) => accelerator.Allocate1D<int, Stride1D.General>(24, new(3)),
        1 => accelerator.Allocate1D<int>(24),
        2 when receiver.Contains("DenseX", StringComparison.Ordinal) => accelerator.Allocate2DDenseX<int>(new(4, 6)),
        2 when receiver.Contains("DenseY", StringComparison.Ordinal) => accelerator.Allocate2DPitchedY<int>(new(4, 6), 32),
        2 => accelerator.Allocate2D<int, Stride2D.General>(new(4, 6), size => size.Y, (_, leading) => new(new Index2D(2 * leading, 2))),
        _ when receiver.Contains("DenseXY", StringComparison.Ordinal) => accelerator.Allocate3DDenseXY<int>(new(2, 3, 4)),
        _ when receiver.Contains("DenseZY", StringComparison.Ordinal) => accelerator.Allocate3DPitchedZY<int>(new(2, 3, 4), 32),
        _ => accelerator.Allocate3D<int, Stride3D.General>(new(2, 3, 4), size => size.Z, (_, leading) => new(new Index3D(6 * leading, 2 * leading, 2))),
    };

    [Theory]
    [MemberData(nameof(Devices))]
    public void Views_know_where_they_are(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate1D(new[] { 1, 2, 3, 4, 5 });
        var view = buffer.View.BaseView;
        Assert.Same(accelerator.Context, view.GetContext());
        Assert.Same(accelerator.Context.Properties, view.GetContextProperties());
        Assert.Equal(accelerator.AcceleratorType, view.GetAcceleratorType());
        using var locked = view.SubView(1, 3).GetAsPageLocked();
        Assert.Equal([2, 3, 4], locked.GetArray());

        using var stream = accelerator.CreateStream();
        int[] host = GC.AllocateArray<int>(5, pinned: true);
        view.CopyToCPUUnsafeAsync(ref host[0], 4);
        accelerator.Synchronize();
        Assert.Equal([1, 2, 3, 4, 0], host);
        view.SubView(1, 4).CopyFromCPUUnsafeAsync(stream, ref host[0], 3);
        stream.Synchronize();
        using var scope = accelerator.CreatePageLockFromPinned(host);
        Assert.Equal((5, 20), (scope.Length, scope.LengthInBytes));
        view.CopyToPageLockedAsync(stream, scope);
        stream.Synchronize();
        Assert.Equal([1, 1, 2, 3, 5], host);
    }
}
