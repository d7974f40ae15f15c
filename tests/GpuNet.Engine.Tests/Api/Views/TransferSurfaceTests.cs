using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Views;

/// <summary>
/// Every overload that fills views, copies between them, or brings them to the host as arrays or page-locked ones, in every layout,
/// with a stream and without.
/// </summary>
public sealed class TransferSurfaceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private const int Count = 24;

    /// <summary>Views of one element, whatever their extent.</summary>
    private const string Infinite = "Stride1D+Infinite";

    private static readonly string[] Names =
    [
        "MemSet", "MemSetToZero", "CopyTo", "CopyFrom", "GetAsArray", "GetAsArray1D", "GetAsArray2D", "GetAsArray3D", "GetRawData",
        "GetAsPageLocked", "GetAsPageLocked1D", "GetAsPageLocked2D", "GetAsPageLocked3D", "CopyToPageLockedAsync", "CopyFromPageLockedAsync",
    ];

    public static MatrixTheoryData<TestDevice, string> Cases => new([TestDevice.Cpu, TestDevice.OpenCl, TestDevice.Cuda], Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_overload_moves_all_elements_to_their_places(TestDevice device, string name)
    {
        var overloads = typeof(ArrayViewExtensions).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name == name).ToArray();
        Assert.NotEmpty(overloads);
        Assert.All(overloads, overload => Check(accelerators[device], overload));
    }

    private static void Check(Accelerator accelerator, MethodInfo open)
    {
        var method = open.MakeGenericMethod(Array.ConvertAll(open.GetGenericArguments(), parameter => parameter.Name == "T" ? typeof(int) : typeof(ArrayView<int>)));
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType);
        string layout = parameters[0].ToString();
        int rank = layout.Contains("View3D", StringComparison.Ordinal) ? 3 : layout.Contains("View2D", StringComparison.Ordinal) ? 2 : 1;
        using var stream = accelerator.CreateStream();
        using var buffer = Fill(accelerator, layout, rank, 1);
        using var other = Fill(accelerator, layout, rank, 100);
        int count = layout.Contains(Infinite, StringComparison.Ordinal) ? 1 : Count;
        using var locked = Locked(accelerator, rank, count, 200);
        object receiver = Receiver(buffer, parameters[0]);

        object?[] arguments =
        [
            receiver,
            .. parameters.Skip(1).Select((type, index) =>
                type == typeof(AcceleratorStream) ? stream
                : type == typeof(byte) ? (byte)7
                : type == typeof(long) ? index == parameters.Length - 3 ? 8L : 40L
                : type == parameters[0] ? Receiver(other, type)
                : type.Name.StartsWith("PageLockScope", StringComparison.Ordinal) ? locked.Scope
                : (object)locked),
        ];
        object? result = method.Invoke(null, arguments);
        stream.Synchronize();
        accelerator.Synchronize();

        int[] own = Numbers(1, count);
        Assert.Equal(
            open.Name switch
            {
                "MemSet" => Enumerable.Repeat(0x07070707, count),
                "MemSetToZero" => new int[count],
                "CopyFrom" => Numbers(100, count),
                "CopyFromPageLockedAsync" => Numbers(200, count),
                _ => own,
            },
            Read(buffer).Take(count));
        if (open.Name == "CopyTo")
            Assert.Equal(own, Read(other).Take(count));
        else if (open.Name == "CopyToPageLockedAsync")
            Assert.Equal(own, locked.Span.ToArray());
        else if (result is ArraySegment<byte> raw)
            Assert.Equal(own.SelectMany(BitConverter.GetBytes).Skip(parameters[^1] == typeof(long) ? 8 : 0).Take(parameters[^1] == typeof(long) ? 40 : 96), raw);
        else if (result is Array array)
            Assert.True(rank == array.Rank && array.Cast<int>().SequenceEqual(CopySurfaceTests.Host(rank, 1).Cast<int>()));
        else if (result is PageLockedArray<int> copy)
            using (copy)
                Assert.Equal(own, copy.Span.ToArray());
        else
            Assert.Null(result);
    }

    private static int[] Numbers(int first, int count) => [.. Enumerable.Range(first, count)];

    private static MemoryBuffer Fill(Accelerator accelerator, string layout, int rank, int first)
    {
        if (layout.Contains(Infinite, StringComparison.Ordinal))
        {
            var single = accelerator.Allocate1D<int, Stride1D.Infinite>(Count, default);
            single.View.BaseView.SubView(0, 1).CopyFromCPU([first]);
            return single;
        }
        var buffer = CopySurfaceTests.Allocate(accelerator, layout, rank);
        ArrayViewExtensions.CopyFromCPU(((dynamic)buffer).View.AsGeneral(), accelerator.DefaultStream, (dynamic)CopySurfaceTests.Host(rank, first));
        accelerator.Synchronize();
        return buffer;
    }

    private static object Receiver(MemoryBuffer buffer, Type type) =>
        type.IsInstanceOfType(buffer) ? buffer : type == typeof(ArrayView<int>) ? ((dynamic)buffer).View.BaseView : ((dynamic)buffer).View;

    private static int[] Read(MemoryBuffer buffer)
    {
        if (buffer is MemoryBuffer1D<int, Stride1D.Infinite> single)
            return single.View.BaseView.SubView(0, 1).GetAsArray();
        dynamic view = ((dynamic)buffer).View.AsGeneral();
        Array array = buffer.GetType().Name switch
        {
            "MemoryBuffer1D`2" => ArrayViewExtensions.GetAsArray1D(view),
            "MemoryBuffer2D`2" => ArrayViewExtensions.GetAsArray2D(view),
            _ => ArrayViewExtensions.GetAsArray3D(view),
        };
        return [.. array.Cast<int>()];
    }

    private static PageLockedArray<int> Locked(Accelerator accelerator, int rank, int count, int first)
    {
        PageLockedArray<int> locked = rank switch
        {
            1 => accelerator.AllocatePageLocked1D<int>(count),
            2 => accelerator.AllocatePageLocked2D<int>(new(4, 6)),
            _ => accelerator.AllocatePageLocked3D<int>(new(2, 3, 4)),
        };
        Numbers(first, count).CopyTo(locked.Span);
        return locked;
    }
}
