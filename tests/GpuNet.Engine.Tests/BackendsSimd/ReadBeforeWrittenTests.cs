using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Which private arrays have to be cleared, because their zeros may be read; and that those are.</summary>
public class ReadBeforeWrittenTests
{
    private const int Length = 4;

    private readonly KernelBuilder kernel = new();
    private readonly FunctionParameter to, count;
    private readonly Instruction array;

    public ReadBeforeWrittenTests()
    {
        to = kernel.Pointer("to");
        count = kernel.Parameter(IRType.Int32, "count");
        array = kernel.Emit(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), Length * 4, 4);
    }

    private void Write(int first, int end)
    {
        for (int index = first; index < end; index++)
            kernel.Store(array, Constant.Int64(index), kernel.Binary(Opcode.Add, kernel.Id(Opcode.LocalId), Int(10 * index)));
    }

    /// <summary>Copies the element that the argument says; each item's place depends on the item.</summary>
    private void Read(int row) => kernel.Store(
        to, kernel.Binary(Opcode.Add, kernel.Id(Opcode.LocalId), Int(32 * row)), kernel.Load(array, count, IRType.Int32));

    private void Check(bool isCleared, params int[] expectedOfFirstItem)
    {
        var program = kernel.Program();
        Assert.Equal(isCleared ? [array] : [], ReadBeforeWritten.Among([array], program.Function));
        var result = new Pinned<int>(new int[32 * Length]);
        KernelBuilder.Run(program, Launch(3, 32), result, new Scalar(2));
        Assert.Equal(expectedOfFirstItem, Enumerable.Range(0, expectedOfFirstItem.Length).Select(row => result.Values[32 * row]));
    }

    [Fact]
    public void AllWrittenFirst()
    {
        Write(0, Length);
        Read(0);
        kernel.If(kernel.Compare(Opcode.Lt, kernel.Id(Opcode.LocalId), Int(7)), () => Read(1));
        Check(isCleared: false, 20, 20);
    }

    [Fact]
    public void ReadInBetween()
    {
        Write(0, 2);
        Read(0);
        Write(2, Length);
        Read(1);
        Check(isCleared: true, 0, 20);
    }

    [Fact]
    public void NotAllWritten()
    {
        Write(0, 2);
        Write(3, Length);
        Read(0);
        Check(isCleared: true, 0);
    }

    [Fact]
    public void WrittenOnOneWayOnly()
    {
        kernel.If(kernel.Compare(Opcode.Lt, count, Int(0)), () => Write(0, Length));
        Read(0);
        Check(isCleared: true, 0);
    }

    [Fact]
    public void WrittenAtAPlaceThatVaries()
    {
        kernel.Store(array, count, Int(5));
        Write(0, 1);
        Read(0);
        Check(isCleared: true, 5);
    }
}
