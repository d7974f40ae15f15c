#if EMBEDDED_ENGINE
using System.Text.RegularExpressions;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests.Elementwise;

/// <summary>
/// What an element costs of the functions that have to be as fast as a copy on GPUs: an H200 has time for about 60 instructions while it
/// reads and writes a float (132 multiprocessors of 128 lanes at 1.8 GHz, 8 bytes at 4.0 TB/s).
/// </summary>
public partial class InstructionCountTests
{
    /// <summary>What NVIDIA's compiler makes of a correctly rounded quotient, and of one of 1, where nothing is denormal: about.</summary>
    private const int Division = 12, Reciprocal = 7;

    [Theory]
    [InlineData(typeof(Relu), 4)]
    [InlineData(typeof(Exp), 26)]
    [InlineData(typeof(Sigmoid), 37)]
    [InlineData(typeof(Tanh), 40)]
    [InlineData(typeof(Gelu), 69)]
    public void An_element_costs_no_more_than_documented(Type op, int most) =>
        Assert.InRange(Instructions(op) - Instructions(typeof(Identity)), 0, most);

    private static int Instructions(Type op)
    {
        var kernel = typeof(MapKernels).GetMethod(nameof(MapKernels.Forward))!.MakeGenericMethod(op, typeof(float), typeof(PortableMath));
        return Opcode().Matches(CudaCompiler.Compile("sm_90", [CudaSourceTests.Emit(kernel)])).Sum(match => match.Groups[1].Value switch
        {
            "div.rn.f32" => Division,
            "rcp.rn.f32" => Reciprocal,
            "call.uni" => throw new InvalidOperationException("A function that clang does not know cannot be counted."),
            _ => 1,
        });
    }

    [GeneratedRegex(@"^\s+(?:@!?%p\d+\s+)?([a-z][a-z0-9_.]*)[\s;]", RegexOptions.Multiline)]
    private static partial Regex Opcode();
}
#endif
