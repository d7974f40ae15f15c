using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>Layouts against the runtime's own: sizes by Unsafe.SizeOf, offsets by addresses of fields.</summary>
public sealed unsafe class TypeLayoutTests
{
    public struct Mixed
    {
        public byte A;
        public double B;
        public short C;
        public bool D;
        public int E;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Packed
    {
        public byte A;
        public long B;
        public short C;
    }

    [StructLayout(LayoutKind.Sequential, Size = 24)]
    public struct Padded
    {
        public int A;
        public Mixed B;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Union
    {
        [FieldOffset(8)]
        public long A;

        [FieldOffset(10)]
        public short B;
    }

    public struct Numbers
    {
        public byte Before;
        public fixed short Values[5];
        public float After;
    }

    public struct Nothing;

    public struct Holder<T>
    {
        public byte Tag;
        public T Value;
    }

    private struct WithTuple
    {
        public long First;
        public byte Second;
        public (int Left, float Right) Third;
    }

    private static void CheckSize<T>()
        where T : unmanaged => Assert.Equal(sizeof(T), TypeLayout.Of(typeof(T)).Size);

    [Fact]
    public void Sizes_are_the_runtimes()
    {
        CheckSize<Mixed>();
        CheckSize<Packed>();
        CheckSize<Padded>();
        CheckSize<Union>();
        CheckSize<Numbers>();
        CheckSize<Nothing>();
        CheckSize<Holder<Packed>>();
        CheckSize<Holder<Holder<Mixed>>>();
        CheckSize<Holder<Nothing>>();
        CheckSize<(byte, double, short, long)>();
        CheckSize<WithTuple>();
        CheckSize<Holder<(long, byte, (int, float))>>();
        CheckSize<Vector3>();
        CheckSize<System.Half>();
        CheckSize<ILGPU.Half>();
        CheckSize<Guid>();
        CheckSize<Index3D>();
        CheckSize<nint>();
        CheckSize<DayOfWeek>();
    }

    private static int Offset<T>(ref T origin, ref byte field)
        where T : unmanaged => (int)Unsafe.ByteOffset(ref Unsafe.As<T, byte>(ref origin), ref field);

    private static int[] Offsets<T>() => Array.ConvertAll(TypeLayout.Of(typeof(T)).Leaves, leaf => leaf.Offset);

    [Fact]
    public void Offsets_are_the_runtimes()
    {
        var mixed = default(Mixed);
        Assert.Equal(
            [Offset(ref mixed, ref mixed.A), Offset(ref mixed, ref Unsafe.As<double, byte>(ref mixed.B)),
                Offset(ref mixed, ref Unsafe.As<short, byte>(ref mixed.C)),
                Offset(ref mixed, ref Unsafe.As<bool, byte>(ref mixed.D)),
                    Offset(ref mixed, ref Unsafe.As<int, byte>(ref mixed.E))],
            Offsets<Mixed>());
        var tuple = default((byte First, double Second, short Third));
        Assert.Equal(
            [Offset(ref tuple, ref tuple.First), Offset(ref tuple, ref Unsafe.As<double, byte>(ref tuple.Second)),
                Offset(ref tuple, ref Unsafe.As<short, byte>(ref tuple.Third))],
            Offsets<(byte, double, short)>());
        var nested = default(Holder<WithTuple>);
        Assert.Equal(
            [Offset(ref nested, ref nested.Tag), Offset(ref nested, ref Unsafe.As<long, byte>(ref nested.Value.First)), Offset(ref nested, ref nested.Value.Second),
                Offset(ref nested, ref Unsafe.As<int, byte>(ref nested.Value.Third.Left)),
                Offset(ref nested, ref Unsafe.As<float, byte>(ref nested.Value.Third.Right))],
            Offsets<Holder<WithTuple>>());
        Assert.Equal([8, 10], Offsets<Union>());
        Assert.Equal([0, 1, 9], Offsets<Packed>());
        Assert.Equal([0, 2, 4, 6, 8, 10, 12], Offsets<Numbers>());
        Assert.Empty(Offsets<Nothing>());
    }

    [Fact]
    public void Views_are_a_pointer_and_a_length()
    {
        var view = TypeLayout.Of(typeof(ArrayView<float>));
        Assert.True(view.ContainsViews);
        Assert.Equal([new Leaf(0, IRType.Pointer(AddressSpace.Unknown)), new Leaf(8, IRType.Int64)], view.Leaves);
        var holder = TypeLayout.Of(typeof(Holder<ArrayView1D<byte, Stride1D.General>>));
        Assert.True(holder.ContainsViews);
        Assert.Equal(
            [ScalarKind.Int8, ScalarKind.Pointer, ScalarKind.Int64, ScalarKind.Int64, ScalarKind.Int32],
            holder.Leaves.Select(leaf => leaf.Type.Kind));
    }

    [Fact]
    public void Types_without_a_place_on_devices_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => TypeLayout.Of(typeof(string)));
        Assert.Throws<NotSupportedException>(() => TypeLayout.Of(typeof(decimal)));
        Assert.Throws<NotSupportedException>(() => TypeLayout.Of(typeof(Holder<object>)));
    }
}
