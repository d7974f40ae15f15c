namespace GpuNet.Kernels.Tests;

/// <summary>
/// The generator against the known answers published with it (Random123 1.14, tests/kat_vectors, philox4x32 10).
/// </summary>
public class PhiloxTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(
        0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
        0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(
        0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0,
        0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Known_answers(
        uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint r0, uint r1, uint r2, uint r3)
    {
        var words = Philox.Generate(new RandomWords { X = c0, Y = c1, Z = c2, W = c3 }, key0, key1);
        Assert.Equal((r0, r1, r2, r3), (words.X, words.Y, words.Z, words.W));
    }

    [Fact]
    public void Every_element_is_served_once_whatever_the_length()
    {
        foreach (var length in (int[])[0, 1, 31, 32, 33, 127, 128, 129, 1000])
        {
            var served = new List<int>();
            for (var block = 0; block < RandomLayout.Items(length); block++)
            {
                for (var word = 0; word < 4; word++)
                    served.Add(RandomLayout.FirstElement(block) + word * RandomLayout.Stride);
            }

            Assert.Equal(Enumerable.Range(0, length), served.Where(i => i < length).Order());
        }
    }
}
