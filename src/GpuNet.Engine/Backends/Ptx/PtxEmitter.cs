using System.Text;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>
/// Writes a kernel as PTX, the assembly language that NVIDIA's drivers compile by themselves: for machines without NVRTC.
/// Everything that has one rounding in the IR has it here, by instructions that say so.
/// </summary>
internal sealed class PtxEmitter
{
    /// <summary>Instructions of one architecture alone came with this version, and are for the architecture of this name.</summary>
    private const string VersionOfOne = "8.0", TargetOfOne = "sm_90a";

    /// <summary>The version with everything that is written here, of the oldest driver that the engine takes.</summary>
    private const string Version = "7.0";

    /// <summary>The architecture whose instructions are used; newer devices take its code, too.</summary>
    public const int Target = 80;

    /// <summary>What a kernel may declare; more is a part of the dynamic shared memory.</summary>
    private const int MostStaticSharedBytes = 48 << 10;

    private readonly KernelProgram program;
    private readonly PtxText text = new();
    private readonly VectorAccesses vectors;
    private readonly PtxUses uses;
    private readonly SharedLayout? placed;
    private readonly PtxInstructions instructions;

    private PtxEmitter(KernelProgram program, bool joinsAccesses)
    {
        this.program = program;
        vectors = joinsAccesses ? VectorAccesses.Find(program.Function, leastElementBytes: 4) : VectorAccesses.None;
        uses = new PtxUses(program.Function, vectors);
        var layout = new SharedLayout(program.Function);
        placed = layout.Bytes > MostStaticSharedBytes ? layout : null;
        instructions = new PtxInstructions(program.Name, text, new PtxMemory(text, placed), new PtxVariables(program.Function, text));
    }

    /// <param name="program">The kernel.</param>
    /// <param name="joinsAccesses">Neighbours are read and written at once, which asks for aligned views.</param>
    /// <param name="mostItemsOfGroup">The largest group that the kernel is launched with, or null.</param>
    /// <param name="leastGroups">How many groups shall fit on a multiprocessor at once, or null.</param>
    /// <exception cref="KernelCompilationException">The kernel needs a function that PTX does not have.</exception>
    public static KernelSource Emit(KernelProgram program, bool joinsAccesses = true, int? mostItemsOfGroup = null, int? leastGroups = null) =>
        new PtxEmitter(program, joinsAccesses).Emit(mostItemsOfGroup, leastGroups);

    private KernelSource Emit(int? mostItemsOfGroup, int? leastGroups)
    {
        string entryPoint = "kernel_" + string.Concat(program.Name.Where(char.IsAsciiLetterOrDigit));
        var arguments = program.Parameters.Where(uses.Contains).ToList();
        bool takesDynamicShared = program.Function.Instructions.Any(instruction =>
            instruction.Op is Opcode.SharedDynamic or Opcode.SharedDynamicSize);
        foreach (var argument in arguments)
            LoadArgument(argument);
        if (takesDynamicShared)
            instructions.SharedBytes = LoadSharedBytes();
        WriteBlocks();

        bool isForOne = OneArchitecture.IsNeededBy(program.Function);
        var kernel = new StringBuilder().Append("// ").AppendLine(program.Name.ReplaceLineEndings(" "))
            .AppendLine($".version {(isForOne ? VersionOfOne : Version)}").AppendLine($".target {(isForOne ? TargetOfOne : $"sm_{Target}")}").AppendLine(".address_size 64").AppendLine();
        if (takesDynamicShared || placed is not null)
            kernel.AppendLine($".extern .shared .align {PointerAlignment.Most} .b8 {PtxMemory.DynamicShared}[];").AppendLine();
        var parameters = arguments.Select(argument => $"\t.param .{ParameterType(argument.Type)} {NameOf(argument)}")
            .Concat(takesDynamicShared ? [$"\t.param .u32 {SharedBytesName}"] : []);
        kernel.AppendLine($".visible .entry {entryPoint}(").AppendJoin(",\n", parameters).AppendLine().AppendLine(")");
        if (mostItemsOfGroup is { } items)
            kernel.AppendLine($".maxntid {items}, 1, 1");
        if (leastGroups is { } groups)
            kernel.AppendLine($".minnctapersm {groups}");
        kernel.AppendLine("{");
        foreach (string declaration in text.Declarations.Concat(instructions.Declarations))
            kernel.Append('\t').AppendLine(declaration);
        kernel.Append(text.Body).AppendLine("}");
        return new KernelSource(kernel.ToString().ReplaceLineEndings("\n"), entryPoint, arguments, takesDynamicShared, (int)(placed?.Bytes ?? 0),
            vectors.AlignedViews, Requirements.None, new Dictionary<Requirements, Instruction>())
        {
            IsForOneArchitecture = isForOne,
        };
    }

    private const string SharedBytesName = "dynamic_shared_bytes";

    private static string NameOf(FunctionParameter parameter) => $"argument_{parameter.Index}";

    private static string ParameterType(IRType type) => type.Kind switch
    {
        ScalarKind.Float32 => "f32",
        ScalarKind.Float64 => "f64",
        _ => $"u{type.Size * 8}",
    };

    private void LoadArgument(FunctionParameter argument)
    {
        var type = argument.Type;
        if (type.IsPointer)
        {
            string generic = text.New(type);
            text.Add($"ld.param.u64 {generic}, [{NameOf(argument)}]");
            text.Add($"cvta.to.global.u64 {text[argument]}, {generic}");
        }
        else if (type == IRType.Int1)
        {
            string wide = text.New("%r");
            text.Add($"ld.param.u8 {wide}, [{NameOf(argument)}]");
            text.Add($"setp.ne.s32 {text[argument]}, {wide}, 0");
        }
        else
        {
            string suffix = type.Size < 4 ? $"s{type.Size * 8}" : ParameterType(type);
            text.Add($"ld.param.{suffix} {text[argument]}, [{NameOf(argument)}]");
        }
    }

    private string LoadSharedBytes()
    {
        string bytes = text.New("%r");
        text.Add($"ld.param.u32 {bytes}, [{SharedBytesName}]");
        return bytes;
    }

    private void WriteBlocks()
    {
        var blocks = new ControlFlow(program.Function).Blocks;
        var labels = blocks.ToDictionary(block => block, _ => text.NewLabel());
        for (int index = 0; index < blocks.Count; index++)
        {
            var block = blocks[index];
            var next = index + 1 < blocks.Count ? blocks[index + 1] : null;
            text.Place(labels[block]);
            instructions.StartBlock();
            foreach (var instruction in block.Instructions)
                Write(instruction);
            switch (block.Terminator)
            {
                case Jump jump:
                    Follow(jump.Edge, next, labels);
                    break;
                case Branch branch:
                    WriteBranch(branch, next, labels);
                    break;
                default:
                    text.Add("ret");
                    break;
            }
        }
    }

    private void Write(Instruction instruction)
    {
        if (!uses.Contains(instruction))
            return;
        if (vectors.Of(instruction) is { } access)
        {
            if (access.Leader == instruction)
                instructions.Memory.Access(access);
            return;
        }
        instructions.Write(instruction);
    }

    private void WriteBranch(Branch branch, Block? next, Dictionary<Block, string> labels)
    {
        string condition = text.Register(branch.Condition);
        // The arguments of an edge are passed on a path of its own.
        if (branch.Then.Arguments.Count == 0 && branch.Then.Target != next)
        {
            text.Add($"@{condition} bra {labels[branch.Then.Target]}");
            Follow(branch.Else, next, labels);
        }
        else if (branch.Else.Arguments.Count == 0)
        {
            text.Add($"@!{condition} bra {labels[branch.Else.Target]}");
            Follow(branch.Then, next, labels);
        }
        else
        {
            string otherwise = text.NewLabel();
            text.Add($"@!{condition} bra {otherwise}");
            Follow(branch.Then, null, labels);
            text.Place(otherwise);
            Follow(branch.Else, next, labels);
        }
    }

    private void Follow(Edge edge, Block? next, Dictionary<Block, string> labels)
    {
        PassArguments(edge);
        if (edge.Target != next)
            text.Add($"bra {labels[edge.Target]}");
    }

    /// <summary>All arguments are read before any parameter changes.</summary>
    private void PassArguments(Edge edge)
    {
        var pending = edge.Target.Parameters.Zip(edge.Arguments)
            .Where(copy => copy.First != copy.Second)
            .Select(copy => (Target: text[copy.First], Source: text.Operand(copy.Second), copy.First.Type)).ToList();
        while (pending.Count > 0)
        {
            int free = pending.FindIndex(copy => pending.TrueForAll(other => other == copy || other.Source != copy.Target));
            if (free >= 0)
            {
                text.Add($"mov.{PtxText.Bits(pending[free].Type)} {pending[free].Target}, {pending[free].Source}");
                pending.RemoveAt(free);
                continue;
            }
            // A cycle: read one argument now, and assign it last.
            var (target, source, type) = pending[0];
            string saved = text.New(type);
            text.Add($"mov.{PtxText.Bits(type)} {saved}, {source}");
            pending[0] = (target, saved, type);
        }
    }
}
