using GpuNet.Engine.Drivers;
using GpuNet.Engine.Tests.BackendsC;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.OpenCl;

public sealed class CompiledCodeCacheTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "gpunet-cache-test-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Finds_what_was_stored()
    {
        var cache = new CompiledCodeCache(folder);
        string key = CompiledCodeCache.Key("source", "options");
        Assert.Null(cache.Find(key));
        cache.Store(key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], cache.Find(key));
        Assert.Empty(Directory.GetFiles(folder, "*.tmp"));
    }

    [Fact]
    public void Keys_tell_every_part_apart()
    {
        string[] keys = [CompiledCodeCache.Key("a", "b"), CompiledCodeCache.Key("ab", ""), CompiledCodeCache.Key("", "ab"), CompiledCodeCache.Key("ab"), CompiledCodeCache.Key("b", "a")];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("flip")]
    [InlineData("empty")]
    [InlineData("garbage")]
    public void Damaged_entries_count_as_missing(string damage)
    {
        var cache = new CompiledCodeCache(folder);
        string key = CompiledCodeCache.Key("x");
        cache.Store(key, new byte[1000]);
        string path = Assert.Single(Directory.GetFiles(folder));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[500] ^= 1;
        File.WriteAllBytes(path, damage switch
        {
            "truncate" => bytes[..600],
            "flip" => bytes,
            "empty" => [],
            _ => "not an entry"u8.ToArray(),
        });
        Assert.Null(cache.Find(key));
        cache.Store(key, [7]);
        Assert.Equal([7], cache.Find(key));
    }

    [Fact]
    public void Stays_within_its_capacity_and_drops_the_oldest_first()
    {
        var cache = new CompiledCodeCache(folder, capacity: 3000);
        string[] keys = [.. Enumerable.Range(0, 6).Select(number => CompiledCodeCache.Key($"{number}"))];
        for (int number = 0; number < keys.Length; number++)
        {
            cache.Store(keys[number], new byte[900]);
            File.SetLastWriteTimeUtc(Path.Combine(folder, keys[number] + ".bin"), DateTime.UtcNow.AddMinutes(number - 10));
        }
        Assert.InRange(Directory.GetFiles(folder).Sum(path => new FileInfo(path).Length), 1, 3000);
        Assert.Null(cache.Find(keys[0]));
        Assert.NotNull(cache.Find(keys[5]));
    }

    [Fact]
    public void A_cache_that_cannot_write_does_no_harm()
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "a-file");
        File.WriteAllText(file, "");
        var cache = new CompiledCodeCache(Path.Combine(file, "below"));
        cache.Store("key", [1]);
        Assert.Null(cache.Find("key"));
        Assert.Null(new CompiledCodeCache(null).Find("key"));
    }

    [Fact]
    public void Many_writers_and_readers_see_whole_entries_only()
    {
        string key = CompiledCodeCache.Key("shared");
        Parallel.For(0, 8, writer =>
        {
            // Each with its own instance, as processes have.
            var cache = new CompiledCodeCache(folder);
            for (int round = 0; round < 30; round++)
            {
                byte[] code = new byte[10_000];
                Array.Fill(code, (byte)(writer * 30 + round));
                cache.Store(key, code);
                if (cache.Find(key) is { } found)
                    Assert.True(found.Length == code.Length && found.All(value => value == found[0]));
            }
        });
        Assert.NotNull(new CompiledCodeCache(folder).Find(key));
    }

    [Fact]
    public void Programs_come_from_the_cache_and_survive_its_corruption()
    {
        var device = ClTestDevice.Required();
        var compiler = device.CompilerWith(new CompiledCodeCache(folder));
        var text = new KernelText("cached");
        text.Store(text.At(text.View("target"), text.Long(text.LocalId()), 4), Constant.Int32(42));
        var source = compiler.Emit(text.Program());
        Release(compiler.Build("cached", source.Text));
        string path = Assert.Single(Directory.GetFiles(folder));
        long first = new FileInfo(path).Length;

        // The second build is what makes a program worth storing.
        Release(compiler.Build("cached", source.Text));
        byte[] intact = File.ReadAllBytes(path);
        Assert.True(intact.Length > first);
        Release(compiler.Build("cached", source.Text));
        Assert.Equal(intact, File.ReadAllBytes(path));

        // Intact for us, nonsense for the driver: as from another version of it.
        new CompiledCodeCache(folder).Store(Path.GetFileNameWithoutExtension(path), new byte[64]);
        Release(compiler.Build("cached", source.Text));
        Assert.True(new FileInfo(path).Length > 200);

        static void Release(nint program)
        {
            Assert.NotEqual(0, program);
            Drivers.OpenCl.Interop.ClApi.clReleaseProgram(program);
        }
    }
}
