using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.BackendsSimd;
using GpuNet.Engine.Transforms;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.Transforms;

public class UnrollLoopsTests
{
    /// <summary>Where two ways lead to one loop, each enters it by an edge of its own.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void LoopsWithTwoEntriesAreUnrolledWhereBothStartAlike(int otherStart, bool isUnrolled)
    {
        var kernel = new KernelBuilder();
        FunctionParameter to = kernel.Pointer("to"), choice = kernel.Parameter(IRType.Int32, "choice");
        Block one = kernel.Block("one"), header = kernel.Block("header"), body = kernel.Block("body"), behind = kernel.Block("behind");
        kernel.Branch(kernel.Compare(Opcode.Lt, choice, Int(5)), new Edge(one), new Edge(header, Int(otherStart)));
        kernel.Current = one;
        kernel.Jump(header, Int(0));
        var index = header.AddParameter(IRType.Int32);
        kernel.Current = header;
        kernel.Branch(kernel.Compare(Opcode.Lt, index, Int(3)), new Edge(body), new Edge(behind));
        kernel.Current = body;
        kernel.Store(to, index, choice);
        kernel.Jump(header, kernel.Binary(Opcode.Add, index, Int(1)));

        UnrollLoops.Run(kernel.Function);
        Verifier.Verify(kernel.Function, "the test");

        Assert.Equal(isUnrolled, new LoopForest(new ControlFlow(kernel.Function)).Loops.Count == 0);
        var result = new Pinned<int>(new int[4]);
        kernel.Run(Launch(1, 1), result, new Scalar(7));
        Assert.Equal(isUnrolled ? [7, 7, 7, 0] : [0, 7, 7, 0], result.Values);
    }
}
