using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Both halves of 64-bit products of unsigned integers, for every number of lanes, and what only looks like them.</summary>
public class HighProductsTests
{
    private static readonly uint[] Numbers = [0, 1, 2, 3, 0x7FFFFFFF, 0x80000000, 0xD2511F53, 0xFFFFFFFE, uint.MaxValue, 12345, 0x10000, 0xFFFF];

    [Fact]
    public void Halves_of_products_are_exact()
    {
        Check(Opcode.ZeroExtend, 32, (a, b) => (uint)(((ulong)a * b) >> 32));
        Check(Opcode.ZeroExtend, 0, (a, b) => a * b);
    }

    [Fact]
    public void Signed_products_and_other_shifts_stay_what_they_are()
    {
        Check(Opcode.SignExtend, 32, (a, b) => (uint)((ulong)((long)(int)a * (int)b) >> 32));
        Check(Opcode.ZeroExtend, 31, (a, b) => (uint)(((ulong)a * b) >> 31));
    }

    [Fact]
    public void Products_with_a_constant_are_of_32_bits()
    {
        var kernel = new KernelBuilder();
        var (input, output, index) = (kernel.Pointer("input"), kernel.Pointer("output"), kernel.GlobalIndex());
        var wide = kernel.Emit(Opcode.ZeroExtend, IRType.Int64, kernel.Load(input, index, IRType.Int32));
        var product = kernel.Binary(Opcode.Mul, wide, new Constant(IRType.Int64, 0xD2511F53));
        kernel.Store(output, index, kernel.Emit(Opcode.Truncate, IRType.Int32, kernel.Emit(Opcode.ShrU, IRType.Int64, product, Int(32))));
        var program = kernel.Program();
        var to = new Pinned<uint>(new uint[Numbers.Length]);
        Run(program, Launch(1, Numbers.Length), new Pinned<uint>(Numbers), to);
        Assert.Equal(Numbers.Select(number => (uint)((number * 0xD2511F53ul) >> 32)), to.Values);
        var opcodes = program.Function.Blocks.SelectMany(block => block.Instructions).Select(instruction => instruction.Op).ToList();
        Assert.Contains(Opcode.MulHighU, opcodes);
        Assert.DoesNotContain(Opcode.Truncate, opcodes);
    }

    private static void Check(Opcode widen, int shift, Func<uint, uint, uint> expected)
    {
        var pairs = Numbers.SelectMany(_ => Numbers, (x, y) => (x, y)).ToList();
        var kernel = new KernelBuilder();
        var extent = kernel.Parameter(IRType.Int32, "extent", ParameterRole.Extent);
        FunctionParameter left = kernel.Pointer("left"), right = kernel.Pointer("right"), output = kernel.Pointer("output");
        var index = kernel.GlobalIndex();
        kernel.If(kernel.Compare(Opcode.Lt, index, extent), () =>
        {
            Value a = kernel.Emit(widen, IRType.Int64, kernel.Load(left, index, IRType.Int32));
            Value b = kernel.Emit(widen, IRType.Int64, kernel.Load(right, index, IRType.Int32));
            Value product = kernel.Binary(Opcode.Mul, a, b);
            if (shift > 0)
                product = kernel.Emit(Opcode.ShrU, IRType.Int64, product, Int(shift));
            kernel.Store(output, index, kernel.Emit(Opcode.Truncate, IRType.Int32, product));
        });
        var to = new Pinned<uint>(new uint[pairs.Count]);
        kernel.Run(
            Launch(pairs.Count / 32 + 1, 32), new Scalar(pairs.Count), new Pinned<uint>([.. pairs.Select(pair => pair.x)]),
            new Pinned<uint>([.. pairs.Select(pair => pair.y)]), to);
        Assert.Equal(pairs.Select(pair => expected(pair.x, pair.y)), to.Values);
    }
}
