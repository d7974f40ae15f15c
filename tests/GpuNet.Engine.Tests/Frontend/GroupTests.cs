using ILGPU;
using ILGPU.AtomicOperations;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class GroupTests
{
    private static readonly int[] Numbers = [.. Enumerable.Range(0, 32).Select(k => k * 7 % 32)];

    [Fact]
    public void Shared_memory_and_barriers() => KernelCheck.Groups((4, 1, 1), (8, 1, 1), Reduce, Numbers, new int[4]);

    private static void Reduce(ArrayView<int> x, ArrayView<int> sums)
    {
        var shared = SharedMemory.Allocate<int>(8);
        shared[Group.IdxX] = x[Grid.GlobalIndex.X];
        for (int step = 4; step > 0; step /= 2)
        {
            Group.Barrier();
            if (Group.IdxX < step)
                shared[Group.IdxX] += shared[Group.IdxX + step];
        }
        if (Group.IsFirstThread)
            sums[Grid.IdxX] = shared[0];
    }

    [Fact]
    public void Extents_of_shared_memory_may_pass_through_structs() =>
        KernelCheck.Groups((2, 2, 1), (4, 2, 1), Transpose, Numbers, new int[32]);

    private static void Transpose(ArrayView<int> x, ArrayView<int> y)
    {
        const int Width = 4;
        var tile = SharedMemory.Allocate2DDenseX<int>(new Index2D(Width, 2));
        ref int total = ref SharedMemory.Allocate<int>();
        if (Group.IsFirstThread)
            total = 0;
        int at = (Grid.IdxY * Grid.DimX + Grid.IdxX) * 8;
        tile[new Index2D(Group.IdxX, Group.IdxY)] = x[at + Group.LinearIndex];
        Group.Barrier();
        Atomic.Add(ref total, tile[Group.IdxX, 1 - Group.IdxY]);
        Group.Barrier();
        y[at + Group.IdxX * 2 + Group.IdxY] = tile[new Index2D(Group.IdxX, Group.IdxY)] + total * 100;
    }

    [Fact]
    public void Group_operations() => KernelCheck.Groups((4, 1, 1), (8, 1, 1), Vote, Numbers, new int[32]);

    private static void Vote(ArrayView<int> x, ArrayView<int> y)
    {
        int i = Grid.GlobalLinearIndex;
        int odd = Group.BarrierPopCount(x[i] % 2 == 1);
        bool all = Group.BarrierAnd(x[i] < 31);
        bool any = Group.BarrierOr(x[i] == 3);
        var third = Group.Broadcast((Index: i, Square: (long)x[i] * x[i]), 3);
        y[i] = odd + (all ? 100 : 0) + (any ? 200 : 0) + third.Index * 1000 + (int)third.Square + Warp.Shuffle(x[i], 0)
            + Warp.WarpSize;
    }

    [Fact]
    public void Dynamic_shared_memory() => KernelCheck.Run(
        ((Action<ArrayView<int>>)Rotate).Method, GpuNet.Engine.IR.KernelIndex.Explicit, [], (4, 1, 1), (8, 1, 1),
            [Numbers], dynamicShared: 64);

    private static void Rotate(ArrayView<int> x)
    {
        var shared = SharedMemory.GetDynamic<int>();
        shared[Group.IdxX + 8] = x[Grid.GlobalIndex.X];
        Group.Barrier();
        x[Grid.GlobalIndex.X] = shared[8 + (Group.IdxX + 3) % 8] + shared.IntLength;
    }

    [Fact]
    public void Atomics() =>
        KernelCheck.Items(32, Count, Numbers, new int[10], new long[6], new uint[4], new float[3], new Index1D[2]);

    private static void Count(
        Index1D i, ArrayView<int> x, ArrayView<int> n, ArrayView<long> l, ArrayView<uint> u, ArrayView<float> f,
        ArrayView<Index1D> k)
    {
        Atomic.Add(ref n[0], x[i]);
        Atomic.Max(ref n[1], x[i] * 3);
        Atomic.Min(ref n[2], -x[i]);
        Atomic.Or(ref n[3], x[i]);
        Atomic.Xor(ref n[4], x[i] << i);
        Atomic.And(ref n[5], x[i]);
        Atomic.CompareExchange(ref n[6], 0, 9); // whoever comes first: the order of groups is open
        Atomic.Add(ref l[0], 1L << i);
        Atomic.Max(ref l[1], (long)x[i] << 33);
        Atomic.Max(ref u[0], (uint)-x[i]);
        Atomic.Min(ref u[1], (uint)x[i]);
        Atomic.Exchange(ref u[2], 7u);
        Atomic.Add(ref f[0], x[i]);
        Atomic.Max(ref f[1], x[i]);
        Atomic.MakeAtomic(ref n[7], x[i], default(AddSquare), default(CompareExchangeInt32));
        Atomic.Add(ref k[0], i);
        Atomic.CompareExchange(ref k[1], new Index1D(0), new Index1D(9));
    }

    private readonly struct AddSquare : IAtomicOperation<int>
    {
        public int Operation(int current, int value) => current + value * value;
    }

    [Fact]
    public void Two_and_three_dimensions()
    {
        KernelCheck.Items(
            (5, 3), (Index2D i, ArrayView<int> y) => { y[i.Y * 5 + i.X] = i.X * 100 + i.Y; }, new int[15]);
        KernelCheck.Items(
            (3, 2, 5), (Index3D i, ArrayView<int> y) => { y[(i.Z * 2 + i.Y) * 3 + i.X] = i.X * 100 + i.Y * 10 + i.Z; },
            new int[30]);
        KernelCheck.LongItems(21, (LongIndex1D i, ArrayView<long> y) => { y[i] = i * i; }, new long[21]);
    }
}
