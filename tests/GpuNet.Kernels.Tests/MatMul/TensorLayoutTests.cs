#if EMBEDDED_ENGINE
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Where tensor cores find operands and leave sums, as NVIDIA's CUTLASS has it (cute-layouts.txt, which cute_layouts.cpp has written):
/// the kernels and the fake device that runs them may share a mistake.
/// </summary>
public partial class TensorLayoutTests
{
    private static readonly ILookup<string, string[]> Table = File
        .ReadLines(Repository.PathOf("tests", "GpuNet.Kernels.Tests", "MatMul", "cute-layouts.txt"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(' '))
        .ToLookup(words => words[0]);

    [Fact]
    public void Tiles_lie_in_shared_memory_where_warpgroups_look_for_them() => Assert.All(Table["tile"], words =>
    {
        var (bytes, line, step, offset) = (Number(words[2]), Number(words[4]), Number(words[5]), Number(words[6]));
        Assert.Equal(offset, (words[1], bytes) switch
        {
            ("steps", 2) => At<TensorBFloat16, AdjacentSteps>(line, step),
            ("steps", 4) => At<TensorFloat32, AdjacentSteps>(line, step),
            ("lines", 2) => At<TensorBFloat16, AdjacentLines>(line, step),
            _ => throw new InvalidDataException(string.Join(' ', words)),
        });
    });

    [Fact]
    public void Descriptors_say_so() => Assert.All(Table["descriptor"], words =>
    {
        const int address = 3 << 10;
        var (lines, swizzle, start) = (Number(words[3]), Number(words[4]), Number(words[5]));
        var (stride, leading, next) = (Number(words[6]), Number(words[7]), Number(words[8]));
        var descriptor = WarpgroupOperand.DescriptorOf(address);
        Assert.Equal(address >> 4, descriptor & 0x3FFF);
        Assert.Equal(swizzle, descriptor >> 62 & 3);
        Assert.Equal(start, descriptor >> 49 & 7);
        Assert.Equal(stride, descriptor >> 32 & 0x3FFF);
        var linesAreAdjacent = words[1] == "lines";
        // The only distance between lines that is read: of 64 lines side by side to the next 64.
        if (linesAreAdjacent && lines > 64)
            Assert.Equal(leading, descriptor >> 16 & 0x3FFF);
        Assert.Equal(next, linesAreAdjacent ? WarpgroupOperand.NextSteps<AdjacentLines>() : WarpgroupOperand.NextSteps<AdjacentSteps>());
    });

    [Fact]
    public void Sums_of_warpgroups_are_stored_as_the_rows_and_columns_that_they_are()
    {
        Check<WarpgroupTile128x128>(WarpgroupSums.Store128);
        Check<WarpgroupTile128x256>(WarpgroupSums.Store256);

        static void Check<TTile>(string text) where TTile : unmanaged, IWarpgroupTile
        {
            var offsets = new Dictionary<int, int>();
            foreach (Match store in Stores().Matches(text))
            {
                offsets[Number(store.Groups[2].Value)] = Number(store.Groups[1].Value);
                offsets[Number(store.Groups[3].Value)] = Number(store.Groups[1].Value) + sizeof(float);
            }
            var pitch = TTile.Columns + WarpgroupMatMul.Padding;
            Assert.All(Table["sums"].Where(words => Number(words[1]) == TTile.Columns), words =>
            {
                var place = (WarpgroupMatMul.FirstSum<TTile>(Number(words[2])) + offsets[Number(words[3])]) / sizeof(float);
                Assert.Equal((Number(words[4]), Number(words[5])), (place / pitch, place % pitch));
            });
        }
    }

    /// <summary>On the machine's GPU, where there is one.</summary>
    [Fact]
    public void Fragments_of_warps_are_the_lines_and_steps_that_they_are()
    {
        using var cuda = new CudaKernelDevice();
        Check<TensorBFloat16, AdjacentSteps, AdjacentSteps>(cuda.Device);
        Check<TensorBFloat16, AdjacentLines, AdjacentLines>(cuda.Device);
        Check<TensorFloat32, AdjacentSteps, AdjacentSteps>(cuda.Device);
        Check<TensorFloat32, AdjacentLines, AdjacentLines>(cuda.Device);
    }

    private static void Check<TFormat, TA, TB>(KernelDevice device)
        where TFormat : unmanaged, ITensorFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        const int registers = 32 * 4;
        var (numbers, bytes) = (4 / TFormat.Bytes, TFormat.Bytes);
        var tiles = device.Upload<int>([.. Tile<TFormat, TA>(), .. Tile<TFormat, TB>()]);
        var (a, b, c) = (device.Upload(new int[registers]), device.Upload(new int[registers]), device.Upload(new float[registers]));
        device.RunGrouped(
            FragmentProbes.Run<TFormat, TA, TB>,
            new KernelConfig(new Index1D(1), new Index1D(32), SharedMemoryConfig.RequestDynamic<int>(2 * FragmentProbes.Words)),
            tiles.View, a.View, b.View, c.View);
        Assert.All(Of("a"), entry => Assert.Equal(Value(entry.Line, entry.Place), Part(a.Read(), entry.Item, entry.Value)));
        Assert.All(Of("b"), entry => Assert.Equal(Value(entry.Line, entry.Place), Part(b.Read(), entry.Item, entry.Value)));
        var sums = c.Read();
        Assert.All(Of("c"), entry => Assert.Equal(
            Enumerable.Range(0, 32 / bytes).Sum(step => Value(entry.Line, step) * Value(entry.Place, step)), sums[entry.Item * 4 + entry.Value]));

        IEnumerable<(int Item, int Value, int Line, int Place)> Of(string fragment) => Table[fragment]
            .Where(words => Number(words[1]) == bytes)
            .Select(words => (Number(words[2]), Number(words[3]), Number(words[4]), Number(words[5])));

        float Part(int[] words, int item, int value) => bytes == 4
            ? BitConverter.Int32BitsToSingle(words[item * 4 + value])
            : BitConverter.Int32BitsToSingle(words[item * 4 + value / numbers] >> value % numbers * 16 << 16);
    }

    /// <summary>Every number of a fragment is another one, and every format has it.</summary>
    private static float Value(int line, int step) => line * 16 + step;

    private static int[] Tile<TFormat, TOrder>()
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        var words = new int[FragmentProbes.Words];
        var tile = MemoryMarshal.AsBytes(words.AsSpan());
        for (var line = 0; line < 16; line++)
        {
            for (var step = 0; step < 32 / TFormat.Bytes; step++)
            {
                var at = At<TFormat, TOrder>(line, step);
                if (TFormat.Bytes == 4) MemoryMarshal.Write(tile[at..], Value(line, step));
                else MemoryMarshal.Write(tile[at..], TFormat.Store(Value(line, step)));
            }
        }
        return words;
    }

    /// <summary>Where a number lies in a tile, in bytes.</summary>
    private static int At<TFormat, TOrder>(int line, int step)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        var (row, number) = TOrder.LinesAreAdjacent ? (step, line) : (line, step);
        return TensorOperand.Place<TFormat, TOrder>(row, number * TFormat.Bytes / 16) + number * TFormat.Bytes % 16;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[%0\+(\d+)\], \{sum(\d+), sum(\d+)\}")]
    private static partial Regex Stores();
}
#endif
