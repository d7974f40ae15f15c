using GpuNet.Kernels;
using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Tuning;

/// <summary>Choices by measurement, with a clock that the tests wind themselves.</summary>
public class TunerTests
{
    private readonly List<string> tried = [];
    private readonly List<string> told = [];
    private TimeSpan next;
    private int wrong = -1;

    [Fact]
    public void The_fastest_way_is_taken_and_kept_on_disk()
    {
        using var folder = new TemporaryFolder();
        var cache = new TuningCache(folder.File("tuning"), "device 1");
        Assert.Equal(2, Choose(cache, "name", first: 1, 30, 20, 10));
        Assert.Equal("b", tried[0]);
        tried.Clear();
        Assert.Equal(2, Choose(new TuningCache(folder.File("tuning"), "device 1"), "name", first: 1, 30, 20, 10));
        Assert.Empty(tried);
        Assert.Equal(0, Choose(new TuningCache(folder.File("tuning"), "device 2"), "name", first: 0, 5, 20, 10));
        Assert.NotEmpty(tried);
    }

    [Fact]
    public void Where_the_time_is_used_up_the_best_so_far_is_taken()
    {
        Assert.Equal(1, Choose(new TuningCache(null, ""), "name", first: 1, 1, 600, 1));
        Assert.Equal(["b", "b", "b"], tried); // once untimed, twice 600 ms of a budget of 1 s
    }

    [Fact]
    public void A_way_that_is_wrong_is_not_taken_however_fast_it_is()
    {
        wrong = 2;
        Assert.Equal(1, Choose(new TuningCache(null, ""), "name", first: 0, 30, 20, 10));
        Assert.DoesNotContain("c", tried);
        Assert.Equal(["Way 2 of name is left out: wrong numbers"], told);
    }

    [Fact]
    public void A_broken_file_and_an_unknown_way_are_measured_anew()
    {
        using var folder = new TemporaryFolder();
        new TuningCache(folder.File("tuning"), "device").Set("name", 7);
        string file = Assert.Single(Directory.GetFiles(folder.File("tuning")));
        File.AppendAllText(file, "no choice\nname2 -3\n");
        Assert.Equal(0, Choose(new TuningCache(folder.File("tuning"), "device"), "name", first: 0, 1, 2));
        Assert.Equal(1, Choose(new TuningCache(folder.File("tuning"), "device"), "name2", first: 0, 2, 1));
    }

    [Fact]
    public void Numbers_sizes_up_to_a_power_of_two_and_orders_in_memory_make_a_class()
    {
        Assert.Equal("float32/1024x256x4/tn", NameOf("float32", MatMulShape.Dense(1000, 129, 3, transposeA: true), products: 1));
        Assert.Equal("bfloat16/1024x256x4/nt", NameOf("bfloat16", MatMulShape.Dense(1024, 256, 4, transposeB: true), products: 1));
        Assert.Equal("tf32/8x1024x256x4/nn", NameOf("tf32", MatMulShape.Dense(1024, 256, 4), products: 7));
        Assert.Equal(
            "float16/1024x256x4/nn/wgmma", GpuMatMulTuning.Class.Of("float16", MatMulShape.Dense(1024, 256, 4), 1, hasWarpgroups: true).Name);

        static string NameOf(string numbers, MatMulShape shape, int products) =>
            GpuMatMulTuning.Class.Of(numbers, shape, products).Name;
    }

    private int Choose(TuningCache cache, string name, int first, params int[] milliseconds)
    {
        var tuner = new Tuner(cache, TimeSpan.FromSeconds(1), work =>
        {
            work();
            return next;
        }, told.Add);
        return tuner.Choose(name, first, [.. milliseconds.Select((time, way) => (Action)(() =>
        {
            tried.Add($"{(char)('a' + way)}");
            next = TimeSpan.FromMilliseconds(time);
        }))], way => way == wrong ? "wrong numbers" : null);
    }
}
