namespace GpuNet.Runtime.Tests.Memory;

public class CollectorPressureTests
{
    private long _told, _calls;

    private CollectorPressure Create() => new(
        bytes => (_told, _calls) = (_told + bytes, _calls + 1),
        bytes => (_told, _calls) = (_told - bytes, _calls + 1));

    [Fact]
    public void Memory_that_is_disposed_and_used_again_is_no_news()
    {
        var pressure = Create();
        for (var i = 0; i < 100; i++)
        {
            pressure.Kept(1000);
            pressure.Kept(500);
            pressure.Disposed(1000);
            pressure.Disposed(500);
        }

        Assert.Equal((1500, 2), (_told, _calls));
    }

    [Fact]
    public void What_is_never_disposed_is_told_of_each_time()
    {
        var pressure = Create();
        for (var i = 0; i < 3; i++) pressure.Kept(1000);
        Assert.Equal((3000, 3), (_told, _calls));
        for (var i = 0; i < 3; i++) pressure.Collected(1000);
        Assert.Equal((0, 6), (_told, _calls));
        pressure.Kept(1000);
        Assert.Equal((1000, 7), (_told, _calls));
    }

    [Fact]
    public void No_memory_is_no_news()
    {
        var pressure = Create();
        pressure.Kept(0);
        pressure.Collected(0);
        Assert.Equal(0, _calls);
    }
}
