using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;
using GpuNet.Engine.Transforms;
using ILGPU;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Which loads in a loop around barriers move on evenly, and how far.</summary>
public sealed class NextRoundTests
{
    private const int Tile = 16;

    [Fact]
    public void Tiles_move_on_by_a_number_or_by_a_multiple_of_an_argument()
    {
        var distances = Distances(SumProducts);
        Assert.Equal(3, distances.Count);
        Assert.Contains(new NextRound.Distance(Tile * sizeof(float), null), distances);
        Assert.Contains(distances, distance => distance.Factor == -Tile * sizeof(float) && distance.Argument is null);
        Assert.Contains(distances, distance => distance is { Factor: Tile * sizeof(float), Argument.Name: not null });
        KernelCheck.Groups((2, 1, 1), (Tile, 1, 1), SumProducts, Numbers(400), Numbers(400), new float[2 * Tile], 3, 48);
    }

    private static void SumProducts(ArrayView<float> x, ArrayView<float> y, ArrayView<float> sums, int stride, int length)
    {
        var tile = SharedMemory.Allocate<float>(Tile);
        var sum = 0f;
        for (var k = 0; k < length; k += Tile)
        {
            tile[Group.IdxX] = (x[k + Group.IdxX] * y[Group.IdxX + ((k + 1) * stride)]) + x[length + Group.IdxX - k];
            Group.Barrier();
            for (var step = 0; step < Tile; step++)
                sum += tile[step];
            Group.Barrier();
        }
        sums[Grid.GlobalIndex.X] = sum;
    }

    /// <summary>Places that are read, that grow by themselves, or that stay where they are, are not fetched ahead.</summary>
    [Fact]
    public void Nothing_else_is_fetched_ahead()
    {
        Assert.Empty(Distances(SumElsewhere));
        KernelCheck.Groups((1, 1, 1), (Tile, 1, 1), SumElsewhere, Numbers(400), Enumerable.Range(0, 8).Select(i => i * 5 % 8).ToArray(), new float[Tile], 4);
    }

    private static void SumElsewhere(ArrayView<float> x, ArrayView<int> places, ArrayView<float> sums, int rounds)
    {
        var tile = SharedMemory.Allocate<float>(Tile);
        var sum = 0f;
        for (var k = 0; k < rounds; k++)
        {
            tile[Group.IdxX] = x[(k * k) + Group.IdxX] + x[Tile + Group.IdxX] + x[places[k % 8] + Group.IdxX];
            Group.Barrier();
            sum += tile[Tile - 1 - Group.IdxX];
            Group.Barrier();
        }
        sums[Group.IdxX] = sum;
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 37 % 101 - 50) * 0.375f)];

    private static List<NextRound.Distance> Distances(Delegate kernel)
    {
        var program = Optimizer.Run(KernelCheck.Compile(kernel.Method, KernelIndex.Explicit), KernelIndex.Explicit, new Dictionary<int, long>());
        return [.. NextRound.Of(GroupSchedule.Of(EarlyExits.Flatten(program.Body))).Values];
    }
}
