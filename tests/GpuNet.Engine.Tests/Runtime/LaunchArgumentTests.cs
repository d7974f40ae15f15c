using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>Arguments of every shape arrive in the kernel as they were given.</summary>
public abstract class LaunchArgumentTests(TestTarget target) : IDisposable
{
    private readonly TestAccelerator test = new(target);

    private Accelerator Accelerator => test.Accelerator;

    public void Dispose() => test.Dispose();

    public enum Color : byte
    {
        Red = 1,
        Blue = 200,
    }

    public struct Inner
    {
        public bool Flag;
        public long Number;
        public Color Color;
    }

    public struct Mixed
    {
        public byte First;
        public ArrayView<int> View;
        public Inner Inner;
        public ArrayView1D<double, Stride1D.General> Strided;
        public short Last;
    }

    public struct Pair<TFirst, TSecond>
    {
        public TFirst First;
        public TSecond Second;
    }

    [StructLayout(LayoutKind.Explicit)]
    public struct Union
    {
        [FieldOffset(0)]
        public float Float;

        [FieldOffset(0)]
        public int Bits;

        [FieldOffset(9)]
        public byte Tail;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Packed
    {
        public byte First;
        public double Second;
        public ushort Third;
    }

    public unsafe struct Table
    {
        public fixed short Values[5];
        public int Sum;
    }

    public struct Empty;

    private static void ReadMixed(Index1D index, ArrayView<double> output, Mixed mixed)
    {
        output[0] = mixed.First;
        output[1] = mixed.View[2];
        output[2] = mixed.View.Length;
        output[3] = mixed.Inner.Flag ? 1 : 0;
        output[4] = mixed.Inner.Number;
        output[5] = (double)mixed.Inner.Color;
        output[6] = mixed.Strided[1];
        output[7] = mixed.Strided.Stride.XStride;
        output[8] = mixed.Last;
    }

    [Fact]
    public void StructsWithViewsInside()
    {
        using var output = Accelerator.Allocate1D<double>(9);
        using var ints = Accelerator.Allocate1D([0, 1, 2, 3, 4, 55, 6, 7, 8, 9]);
        using var doubles = Accelerator.Allocate1D<double, Stride1D.General>(4, new Stride1D.General(2));
        doubles.View.CopyFromCPU([0, 0.75, 0, 0]);

        Accelerator.LaunchAutoGrouped<Index1D, ArrayView<double>, Mixed>(ReadMixed, 1, output.AsContiguous(), new Mixed
        {
            First = 250,
            View = ints.AsContiguous().SubView(3, 6),
            Inner = new Inner { Flag = true, Number = -(1L << 40), Color = Color.Blue },
            Strided = doubles.View,
            Last = -3,
        });

        double[] expected = [250, 55, 6, 1, -(1L << 40), 200, 0.75, 2, -3];
        Assert.Equal(expected, output.GetAsArray1D());
    }

    private static unsafe void ReadLayouts(
        Index1D index,
        ArrayView<double> output,
        Empty empty,
        Union union,
        Packed packed,
        Table table,
        (byte, double, short) tuple,
        Pair<Pair<byte, float>, nint> nested)
    {
        output[0] = union.Float;
        output[1] = union.Bits;
        output[2] = union.Tail;
        output[3] = packed.First;
        output[4] = packed.Second;
        output[5] = packed.Third;
        for (int i = 0; i < 5; i++)
            output[6 + i] = table.Values[i];
        output[11] = table.Sum;
        output[12] = tuple.Item1 + tuple.Item2 + tuple.Item3;
        output[13] = nested.First.First + nested.First.Second;
        output[14] = nested.Second;
    }

    [Fact]
    public unsafe void LayoutsOfAllKinds()
    {
        using var output = Accelerator.Allocate1D<double>(15);
        var table = new Table { Sum = 10 };
        for (int i = 0; i < 5; i++)
            table.Values[i] = (short)(-i);

        var kernel = Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<double>, Empty, Union, Packed, Table, (byte, double, short), Pair<Pair<byte, float>, nint>>(
            ReadLayouts);
        kernel(
            1,
            output.AsContiguous(),
            default,
            new Union { Float = 1.5f, Tail = 9 },
            new Packed { First = 1, Second = 2.5, Third = 65535 },
            table,
            (1, 0.5, -4),
            new() { First = new() { First = 7, Second = 0.25f }, Second = -12 });

        double[] expected =
        [
            1.5, BitConverter.SingleToInt32Bits(1.5f), 9, 1, 2.5, 65535, 0, -1, -2, -3, -4, 10, -2.5, 7.25, -12,
        ];
        Assert.Equal(expected, output.GetAsArray1D());
    }

    private static void ReadSpecialized(
        Index1D index,
        ArrayView<int> output,
        SpecializedValue<int> factor,
        SpecializedValue<float> offset) =>
        output[index] = factor * index + (int)offset.Value;

    [Fact]
    public void SpecializedValues()
    {
        using var output = Accelerator.Allocate1D<int>(4);
        var kernel = Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<int>, SpecializedValue<int>, SpecializedValue<float>>(ReadSpecialized);
        foreach (var (factor, offset) in new[] { (2, 1f), (3, 1f), (2, 5f), (2, 1f) })
        {
            kernel(4, output.AsContiguous(), SpecializedValue.New(factor), SpecializedValue.New(offset));
            Assert.Equal(Enumerable.Range(0, 4).Select(i => factor * i + (int)offset), output.GetAsArray1D());
        }
    }

    private static void Mark2D(Index2D index, ArrayView2D<int, Stride2D.DenseX> view) =>
        view[index] += 100 * index.X + index.Y + 1;

    private static void Mark3D(LongIndex3D index, ArrayView3D<int, Stride3D.DenseZY> view) =>
        view[index] += (int)(10_000 * index.X + 100 * index.Y + index.Z + 1);

    [Fact]
    public void ExtentsOfTwoAndThreeDimensions()
    {
        using var plane = Accelerator.Allocate2DDenseX<int>(new LongIndex2D(37, 11));
        plane.MemSetToZero();
        Accelerator.LaunchAutoGrouped<Index2D, ArrayView2D<int, Stride2D.DenseX>>(Mark2D, new Index2D(37, 11), plane.View);
        var points = plane.GetAsArray2D();
        for (int x = 0; x < 37; x++)
        {
            for (int y = 0; y < 11; y++)
                Assert.Equal(100 * x + y + 1, points[x, y]);
        }

        using var cube = Accelerator.Allocate3DDenseZY<int>(new LongIndex3D(5, 9, 7));
        cube.MemSetToZero();
        Accelerator.LoadImplicitlyGroupedStreamKernel<LongIndex3D, ArrayView3D<int, Stride3D.DenseZY>>(Mark3D, 24)(
            new LongIndex3D(5, 9, 7), cube.View);
        var voxels = cube.GetAsArray3D();
        for (int x = 0; x < 5; x++)
        {
            for (int y = 0; y < 9; y++)
            {
                for (int z = 0; z < 7; z++)
                    Assert.Equal(10_000 * x + 100 * y + z + 1, voxels[x, y, z]);
            }
        }
    }

    private static void ReportEmptyView(Index1D index, ArrayView<int> output, ArrayView<float> optional) =>
        output[index] = optional.IsValid ? (int)optional.Length : -1;

    [Fact]
    public void EmptyViewsAreAllowed()
    {
        using var output = Accelerator.Allocate1D<int>(1);
        using var nothing = Accelerator.Allocate1D<float>(0);
        var kernel = Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<float>>(ReportEmptyView);

        kernel(1, output.AsContiguous(), ArrayView<float>.Empty);
        Assert.Equal([-1], output.GetAsArray1D());
        output.MemSetToZero();
        kernel(1, output.AsContiguous(), nothing.AsContiguous());
        Assert.Equal([-1], output.GetAsArray1D());
    }
}

public sealed class DebugLaunchArgumentTests() : LaunchArgumentTests(TestTarget.CpuDebug);

public sealed class CompiledLaunchArgumentTests() : LaunchArgumentTests(TestTarget.CpuCompiled);

public sealed class OpenClLaunchArgumentTests() : LaunchArgumentTests(TestTarget.OpenCl);
