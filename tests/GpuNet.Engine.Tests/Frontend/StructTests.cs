using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class StructTests
{
    private static readonly int[] Inputs = [0, 1, 2, 5, 9, -3, 100];

    private static void Check(Action<Index1D, ArrayView<int>, ArrayView<int>> kernel) =>
        KernelCheck.Items(Inputs.Length, kernel, Inputs, new int[Inputs.Length]);

    public struct Point(int x, int y)
    {
        public int X = x;
        public int Y = y;

        public readonly int Sum => X + Y;

        public void Move(int by)
        {
            X += by;
            Y -= by;
        }

        public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);
    }

    public struct Segment
    {
        public Point From;
        public byte Tag;
        public Point To;
        public bool Closed;

        public readonly Point Middle() => new((From.X + To.X) / 2, (From.Y + To.Y) / 2);
    }

    public struct Pair<TFirst, TSecond>(TFirst first, TSecond second)
    {
        public TFirst First = first;
        public TSecond Second = second;
    }

    public readonly record struct Named(int Id, double Weight, DayOfWeek Day, Index2D At);

    [Fact]
    public void Records_and_tuples_are_compared() => Check((i, x, y) =>
    {
        var one = new Named(x[i], x[i] * 0.5, (DayOfWeek)(x[i] & 3), new Index2D(x[i], 1));
        var other = one with { Weight = x[i] > 4 ? double.NaN : one.Weight };
        var day = one with { Day = DayOfWeek.Tuesday };
        y[i] = (one == other ? 1 : 0) + (other.Equals(other) ? 2 : 0) + (one != day ? 4 : 0)
            + ((one.Id, one.Weight).Equals((2, 1.0)) ? 8 : 0);
    });

    [Fact]
    public void Structs_with_tuples_inside_travel_whole() => KernelCheck.Items(
        3,
        (Index1D i, ArrayView<Pair<Pair<long, byte>, (int, float)>> x, ArrayView<Pair<(byte, double), short>> y) =>
        {
            var pair = x[i];
            y[i].First = ((byte)(pair.First.Second + pair.Second.Item1), pair.Second.Item2 * pair.First.First);
            y[i].Second--;
            x[i] = new(new(pair.Second.Item1, 7), (i, pair.Second.Item2 + 1));
        },
        new Pair<Pair<long, byte>, (int, float)>[] { new(new(1, 2), (3, 4)), new(new(-5, 6), (7, 8.5f)), new(new(9, 1), (2, -3)) },
        new Pair<(byte, double), short>[3]);

    [StructLayout(LayoutKind.Explicit)]
    public struct Bits
    {
        [FieldOffset(0)]
        public float Single;

        [FieldOffset(0)]
        public int Int32;
    }

    public unsafe struct Buffer
    {
        public fixed int Data[4];
        public int Count;
    }

    [Fact]
    public void Fields_methods_and_operators() => Check((i, x, y) =>
    {
        var p = new Point(x[i], 3);
        p.Move(2);
        var q = p + new Point { X = 1, Y = p.Sum };
        var copy = q;
        copy.Y = 0;
        y[i] = q.X * 100 + q.Y + copy.Y + copy.Sum;
    });

    [Fact]
    public void Nested_structs_by_value_and_reference() => Check((i, x, y) =>
    {
        var s = default(Segment);
        s.From = new Point(x[i], 1);
        s.To.X = 7;
        s.Tag = (byte)x[i];
        Flip(ref s);
        Read(in s, out int sum);
        ref var to = ref s.To;
        to.Y += 5;
        y[i] = sum + s.Middle().Sum + s.Tag + (s.Closed ? 1000 : 0) + s.To.Y;
    });

    private static void Flip(ref Segment s)
    {
        (s.From, s.To) = (s.To, s.From);
        s.Closed = !s.Closed;
    }

    private static void Read(in Segment s, out int sum) => sum = s.From.Sum + s.To.Sum;

    [Fact]
    public void Generic_structs_and_tuples() => Check((i, x, y) =>
    {
        var pair = new Pair<Point, Pair<short, long>>(new Point(1, x[i]), new Pair<short, long>((short)x[i], 1L << 33));
        var (a, b) = Divide(x[i], 4);
        (int Low, (int, byte) High) tuple = (a, (b, (byte)200));
        tuple.High.Item2 += 100;
        y[i] = pair.First.Sum + pair.Second.First + (int)(pair.Second.Second >> 30) + tuple.Low * 7 + tuple.High.Item1
            + tuple.High.Item2;
    });

    private static (int Quotient, int Remainder) Divide(int a, int b) => (a / b, a % b);

    [Fact]
    public void References_to_chosen_variables() => Check((i, x, y) =>
    {
        int a = 1, b = 2;
        ref int chosen = ref x[i] > 2 ? ref a : ref b;
        chosen += 10;
        ref int element = ref Larger(ref a, ref b);
        element *= 3;
        y[i] = a * 100 + b;
    });

    private static ref int Larger(ref int a, ref int b) => ref a > b ? ref a : ref b;

    [Fact]
    public void Unions_and_fixed_buffers() => Check(UnionsAndBuffers);

    private static unsafe void UnionsAndBuffers(Index1D i, ArrayView<int> x, ArrayView<int> y)
    {
        var bits = default(Bits);
        bits.Single = x[i];
        var buffer = default(Buffer);
        for (int k = 0; k < 4; k++)
            buffer.Data[(k + x[i]) & 3] = k * 10;
        buffer.Count = 4;
        var copy = buffer;
        copy.Data[0]++;
        y[i] = bits.Int32 + buffer.Data[0] * 1000 + buffer.Data[3] + copy.Data[0] + copy.Count;
    }

    [Fact]
    public void Structs_in_buffers() => KernelCheck.Items(
        5,
        (Index1D i, ArrayView<Segment> s, ArrayView<Point> p) =>
        {
            var segment = s[i];
            segment.From.X += 1;
            segment.Closed = !segment.Closed;
            s[i] = segment;
            s[i].To.Y = i;
            p[i] = segment.Middle();
            p[i].X++;
        },
        Enumerable.Range(0, 5).Select(Numbered).ToArray(),
        new Point[5]);

    private static Segment Numbered(int k) =>
        new() { From = new Point(k, k * k), To = new Point(9, 9), Tag = (byte)k, Closed = k % 2 == 0 };

    [Fact]
    public void Structs_and_scalars_as_arguments() => KernelCheck.Items(
        4,
        (Index1D i, ArrayView<double> y, Segment s, Pair<byte, double> p, float f, sbyte b, ulong u, (short, long) t) =>
        {
            y[i] = s.From.X + s.To.Y * 2 + s.Tag + (s.Closed ? 0.5 : 0) + p.First + p.Second + f + b + u + t.Item1
                + t.Item2 + i;
        },
        new double[4],
        new Segment { From = new Point(-4, 2), To = new Point(1, -8), Tag = 250, Closed = true },
        new Pair<byte, double>(255, 0.25),
        1.5f,
        (sbyte)-7,
        ulong.MaxValue,
        ((short)-3, 1L << 40));

    public readonly struct Rows(ArrayView<float> data, int width)
    {
        private readonly ArrayView<float> data = data;

        public int Width { get; } = width;

        public ref float this[int row, int column] => ref data[row * Width + column];

        public Rows From(int row) => new(data.SubView(row * Width), Width);
    }

    [Fact]
    public void Structs_with_views_are_made_and_passed() => KernelCheck.Items(
        3,
        (Index1D i, ArrayView<float> data) =>
        {
            var rows = new Rows(data, 4);
            Scale(rows.From(i), i + 2);
        },
        Enumerable.Range(0, 12).Select(k => (float)k).ToArray());

    private static void Scale(Rows rows, float factor)
    {
        for (int column = 0; column < rows.Width; column++)
            rows[0, column] *= factor;
    }

    [Fact]
    public void Views_with_strides() => KernelCheck.Items(
        8,
        (Index1D i, ArrayView1D<int, Stride1D.Dense> a, ArrayView<int> b) =>
        {
            var plane = a.As2DDenseXView(new LongIndex2D(4, 2));
            var cast = b.SubView(4, 8).Cast<long>();
            plane[new Index2D(i % 4, i / 4)] += 1000 * plane.IntExtent.X + a.IntLength;
            if (i < cast.IntLength)
                cast[i] = plane.Length + cast.Length;
            b[i % 4] = (int)a.AsContiguous().LengthInBytes;
        },
        Enumerable.Range(0, 8).ToArray(),
        new int[12]);
}
