using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;
using GpuNet.Engine.Tests.Frontend;
using GpuNet.Engine.Transforms;
using ILGPU;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

public class GroupScheduleTests
{
    /// <summary>
    /// A tiled sum: what an item carries around the loop is set in the stretch before the last barrier, which has it in
    /// registers, not copied in a pass of its own behind it.
    /// </summary>
    [Fact]
    public void CarriedValuesAreSetBeforeTheBarrierThatEndsALoop()
    {
        const int Items = 32, Tiles = 3;
        var kernel = new KernelBuilder();
        FunctionParameter from = kernel.Pointer("from"), to = kernel.Pointer("to"), tiles = kernel.Parameter(IRType.Int32, "tiles");
        var shared = kernel.Shared(Items * 4);
        var item = kernel.Id(Opcode.LocalId);
        var sum = kernel.For(Int(0), tiles, Int(1), [Int(0)], (tile, carried) =>
        {
            kernel.Store(shared, item, kernel.Load(from, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, tile, Int(Items)), item), IRType.Int32));
            kernel.Barrier();
            var mirrored = kernel.Load(shared, kernel.Binary(Opcode.Sub, Int(Items - 1), item), IRType.Int32);
            var next = kernel.Binary(Opcode.Add, carried[0], mirrored);
            kernel.Barrier();
            return [next];
        });
        kernel.Store(to, item, sum[0]);
        var program = kernel.Program();

        var loop = Assert.Single(All(GroupSchedule.Of(EarlyExits.Flatten(program.Body))).OfType<LoopStep>());
        Assert.DoesNotContain(All(loop.Body).OfType<ItemStep>(), step => step.Body is Sequence { Children: { Count: > 0 } parts } && parts.TrueForAll(part => part is Assign));

        var source = Enumerable.Range(0, Items * Tiles).ToArray();
        var result = new Pinned<int>(new int[Items]);
        KernelBuilder.Run(program, Launch(1, Items), new Pinned<int>(source), result, new Scalar(Tiles));
        Assert.Equal(Enumerable.Range(0, Items).Select(i => Enumerable.Range(0, Tiles).Sum(tile => tile * Items + Items - 1 - i)), result.Values);
    }

    /// <summary>
    /// The rest of a tiled sum: its counter is set before the barrier, together with the sum, and every item runs the loop from
    /// a copy of it, with its sum in a register. Only the loop over tiles, which holds barriers, goes round for all items at once.
    /// </summary>
    [Theory]
    [InlineData(0), InlineData(5), InlineData(16), InlineData(45)]
    public void ItemsRunLoopsWithoutBarriersAlone(int length)
    {
        var method = ((Delegate)SumTiles).Method;
        var program = Optimizer.Run(KernelCheck.Compile(method, KernelIndex.Explicit), KernelIndex.Explicit, new Dictionary<int, long>());
        Assert.Single(All(GroupSchedule.Of(EarlyExits.Flatten(program.Body))).OfType<LoopStep>());
        KernelCheck.Groups((2, 1, 1), (Tile, 1, 1), SumTiles, Enumerable.Range(0, 100).Select(i => i * 0.375f).ToArray(), new float[2 * Tile], length);
    }

    private const int Tile = 16;

    private static void SumTiles(ArrayView<float> x, ArrayView<float> sums, int length)
    {
        var tile = SharedMemory.Allocate<float>(Tile);
        var sum = 0f;
        var k = 0;
        for (; k + Tile <= length; k += Tile)
        {
            tile[Group.IdxX] = x[k + Group.IdxX];
            Group.Barrier();
            for (var step = 0; step < Tile; step++)
                sum = (0.5f * sum) + tile[(step + Group.IdxX) % Tile];
            Group.Barrier();
        }
        if (k < length)
        {
            tile[Group.IdxX] = x[k + Group.IdxX];
            Group.Barrier();
            for (var step = 0; step < length - k; step++)
                sum = (0.5f * sum) + tile[(step + Group.IdxX) % Tile];
        }
        sums[Grid.GlobalIndex.X] = sum;
    }

    /// <summary>
    /// Groups that end on a way without a barrier, while others go on to one: their items all end in the last stretch of that
    /// way, so that none is asked in any other whether it has ended.
    /// </summary>
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void ItemsThatEndTogetherNeedNotBeRemembered(int way)
    {
        var method = ((Delegate)EndInOneOfThreeWays).Method;
        var program = Optimizer.Run(KernelCheck.Compile(method, KernelIndex.Explicit), KernelIndex.Explicit, new Dictionary<int, long>());
        Assert.DoesNotContain(All(GroupSchedule.Of(EarlyExits.Flatten(program.Body))).OfType<ItemStep>(), EndedItems.EndsEarly);
        KernelCheck.Groups(
            (2, 1, 1), (Tile, 1, 1), EndInOneOfThreeWays, Enumerable.Range(0, 2 * Tile).Select(i => i * 0.375f).ToArray(), new float[2 * Tile], way);
    }

    private static void EndInOneOfThreeWays(ArrayView<float> x, ArrayView<float> y, int way)
    {
        var tile = SharedMemory.Allocate<float>(Tile);
        var value = x[Grid.GlobalIndex.X] + 1f;
        if (way == 0)
        {
            y[Grid.GlobalIndex.X] = value;
            return;
        }
        if (way == 1)
        {
            if (value < 3f)
                y[Grid.GlobalIndex.X] = -value;
            return;
        }
        tile[Group.IdxX] = value;
        Group.Barrier();
        y[Grid.GlobalIndex.X] = tile[Tile - 1 - Group.IdxX];
    }

    private static IEnumerable<GroupStep> All(IEnumerable<GroupStep> steps) => steps.SelectMany(step => All(step switch
    {
        LoopStep loop => loop.Body,
        ScopeStep scope => scope.Body,
        IfStep conditional => [.. conditional.Then, .. conditional.Else],
        _ => [],
    }).Prepend(step));
}
