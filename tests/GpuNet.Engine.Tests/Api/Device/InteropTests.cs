using ILGPU;

namespace GpuNet.Engine.Tests.Api.Device;

public class InteropTests
{
    public struct Mixed
    {
        public bool Flag;
        public double Wide;
        public char Letter;
    }

    [Fact]
    public void Sizes_and_offsets_are_those_in_memory_not_those_of_marshalling()
    {
        Assert.Equal((24, 24), (Interop.SizeOf<Mixed>(), Interop.SizeOf(typeof(Mixed))));
        Assert.Equal((1, 2), (Interop.SizeOf(true), Interop.SizeOf('x')));
        Assert.Equal(8, Interop.OffsetOf<Mixed>(nameof(Mixed.Wide)));
        Assert.Equal(16, Interop.OffsetOf<Mixed>(nameof(Mixed.Letter)));
        Assert.Throws<ArgumentException>(() => Interop.OffsetOf<Mixed>("Absent"));
    }

    [Theory]
    [InlineData(0, 16, 0)]
    [InlineData(1, 16, 15)]
    [InlineData(31, 16, 1)]
    [InlineData(48, 16, 0)]
    public void Alignment_offsets_lead_to_the_next_multiple(long address, int alignment, int expected)
    {
        Assert.Equal(expected, Interop.ComputeAlignmentOffset(address, alignment));
        Assert.Equal(address + expected, Interop.Align(address, 100, alignment));
        Assert.Equal(address + System.Math.Min(expected, 8), Interop.Align(address, 8, alignment));
    }

    [Fact]
    public void Relative_sizes_round_up()
    {
        Assert.Equal(5, Interop.ComputeRelativeSizeOf<int, byte>(17));
        Assert.Equal(6, Interop.ComputeRelativeSizeOf<int, double>(3));
    }

    [Fact]
    public void Bits_of_floats_and_back()
    {
        Assert.Equal(0x3F800000u, Interop.FloatAsInt(1f));
        Assert.Equal(0xBFF0000000000000ul, Interop.FloatAsInt(-1.0));
        Assert.Equal(-0.0, Interop.IntAsFloat(1ul << 63));
        Assert.Equal(0x3C00, Interop.FloatAsInt(ILGPU.Half.One));
    }
}
