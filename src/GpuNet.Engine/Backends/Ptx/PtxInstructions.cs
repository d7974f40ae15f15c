using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>Writes instructions of the IR, each by its family.</summary>
internal sealed class PtxInstructions(string kernel, PtxText text, PtxMemory memory, PtxVariables variables)
{
    private readonly PtxArithmetic arithmetic = new(text);
    private readonly PtxConversions conversions = new(text);
    private readonly PtxGroups groups = new(text, memory);

    public PtxMemory Memory => memory;

    public IEnumerable<string> Declarations => memory.Declarations;

    /// <summary>The register with the launch's dynamic shared bytes, if the kernel takes them.</summary>
    public string? SharedBytes { get; set; }

    public void StartBlock() => memory.StartBlock();

    public void Write(Instruction instruction)
    {
        if (variables.TryWrite(instruction))
            return;
        switch (instruction.Op)
        {
            case Opcode.Load:
                memory.Load(instruction);
                break;
            case Opcode.Store:
                memory.Store(instruction);
                break;
            case Opcode.Offset:
                memory.Offset(instruction);
                break;
            case Opcode.Alloca:
                memory.Allocate(instruction);
                break;
            case Opcode.SharedAlloc:
                memory.AllocateShared(instruction);
                break;
            case Opcode.SharedDynamic:
                memory.Dynamic(instruction);
                break;
            case Opcode.SharedDynamicSize:
                text.Add($"mov.b32 {text[instruction]}, {SharedBytes}");
                break;
            case Opcode.Atomic:
                memory.Atomic(instruction);
                break;
            case Opcode.AtomicCompareExchange:
                memory.CompareExchange(instruction);
                break;
            case Opcode.Assembly:
                PtxAssembly.Write(text, memory, variables, instruction);
                break;
            case >= Opcode.SignExtend and <= Opcode.IntToPointer:
                conversions.Write(instruction);
                break;
            case >= Opcode.LocalId and <= Opcode.Shuffle:
                groups.Write(instruction);
                break;
            default:
                if (!arithmetic.TryWrite(instruction) && !PtxApproximations.TryWrite(text, instruction))
                    throw Unsupported(instruction);
                break;
        }
    }

    private KernelCompilationException Unsupported(Instruction instruction)
    {
        string type = instruction.Type == IRType.Float64 ? "double" : "float";
        return new KernelCompilationException(kernel,
            [$"{instruction.Location}: {instruction.Op} on {type} is a function of NVIDIA's library, not of PTX. Install NVRTC (`gpunet devices` says how), or use another function."]);
    }
}
