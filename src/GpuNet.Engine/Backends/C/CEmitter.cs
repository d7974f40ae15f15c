using System.Text;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>Writes a kernel as C for a device.</summary>
internal sealed class CEmitter
{
    private readonly KernelProgram program;
    private readonly Dialect dialect;
    private readonly Packs packs;
    private readonly Inlining inlining;
    private readonly Names names;
    private readonly PointerElements elements;
    private readonly Helpers helpers;
    private readonly ExpressionBuilder expressions;
    private readonly SharedLayout? placed;

    private CEmitter(KernelProgram program, Dialect dialect)
    {
        this.program = program;
        this.dialect = dialect;
        var layout = new SharedLayout(program.Function);
        placed = layout.Bytes > dialect.MostStaticSharedBytes ? layout : null;
        names = new Names(program.Function);
        packs = dialect.PacksLanes ? Packs.Find(program.Function, dialect.RoundsDivideAndSqrt)
            : Packs.None(program.Function, dialect.JoinsAccesses ? VectorAccesses.Find(program.Function) : VectorAccesses.None);
        inlining = new Inlining(program.Function, packs, dialect.NamesChoices);
        elements = new PointerElements(program.Function);
        helpers = new Helpers(dialect);
        expressions = new ExpressionBuilder(names, inlining, packs, elements, helpers, placed, dialect);
    }

    public static KernelSource Emit(KernelProgram program, Dialect dialect) => new CEmitter(program, dialect).Emit();

    private KernelSource Emit()
    {
        var arguments = program.Parameters.Where(inlining.IsUsed).ToList();
        bool takesDynamicShared = program.Function.Instructions.Any(instruction =>
            instruction.Op is Opcode.SharedDynamic or Opcode.SharedDynamicSize);
        foreach (var instruction in program.Function.Instructions)
            if (instruction.Type == IRType.Float64 || instruction.Operands.Any(operand => operand.Type == IRType.Float64))
                helpers.Require(Requirements.Float64, instruction);

        var body = new StatementBuilder(expressions, inlining, packs, dialect).Build(program.Body);
        Declarations.Place(body);
        var kernel = new StringBuilder();
        kernel.Append(dialect.KernelPrefix).Append(names.Kernel).Append('(')
            .AppendJoin(", ", arguments.Select(Declare).Concat(takesDynamicShared ? DynamicShared() : [])).AppendLine(")");
        kernel.AppendLine("{");
        foreach (string declaration in DynamicSharedDeclarations(takesDynamicShared || placed is not null).Concat(helpers.SharedDeclarations).Concat(Arrays()))
            kernel.Append("    ").AppendLine(declaration);
        new CWriter(kernel, names, expressions).Write(body, 1);
        kernel.AppendLine("}");

        var text = new StringBuilder().Append("// ").AppendLine(program.Name.ReplaceLineEndings(" "));
        foreach (string line in dialect.Prologue(helpers.Requirements))
            text.AppendLine(line);
        foreach (var kind in elements.AliasedKinds)
            text.AppendLine(dialect.AliasedDeclaration(kind));
        foreach (var (kind, count) in packs.Accesses.All.Select(access => (access.Element.Kind, access.Members.Count)).Distinct().Order())
            if (dialect.VectorDeclaration(kind, count, elements.AliasedKinds.Contains(kind)) is { } declaration)
                text.AppendLine(declaration);
        foreach (string source in helpers.Sources)
            text.AppendLine().Append(source);
        text.AppendLine().Append(kernel);
        return new KernelSource(text.ToString().ReplaceLineEndings("\n"), names.Kernel, arguments, takesDynamicShared, (int)(placed?.Bytes ?? 0), packs.Accesses.AlignedViews, helpers.Requirements, helpers.Reasons)
        {
            IsForOneArchitecture = OneArchitecture.IsNeededBy(program.Function),
        };
    }

    private string Declare(FunctionParameter parameter)
    {
        // Kernels cannot take a bool: it travels as a byte.
        string type = parameter.Type == IRType.Int1 ? dialect.ScalarName(ScalarKind.Int8, unsigned: true) : expressions.TypeName(expressions.TypeOf(parameter));
        return $"{type} {names[parameter]}";
    }

    private IEnumerable<string> DynamicShared()
    {
        if (dialect.DynamicSharedParameter is { } parameter)
            yield return parameter;
        yield return $"{dialect.ScalarName(ScalarKind.Int32, false)} dynamic_shared_bytes";
    }

    private IEnumerable<string> DynamicSharedDeclarations(bool takesDynamicShared) =>
        takesDynamicShared && dialect.DynamicSharedDeclaration is { } declaration ? [declaration] : [];

    /// <summary>Private arrays, zeroed, and shared arrays, which have to stand at the top of the kernel.</summary>
    private IEnumerable<string> Arrays()
    {
        foreach (var array in program.Function.Instructions.Where(instruction => instruction.Op is Opcode.Alloca or Opcode.SharedAlloc))
        {
            if (!inlining.IsUsed(array))
                continue;
            bool isShared = array.Op == Opcode.SharedAlloc;
            var element = new IRType(elements[array]);
            string type = dialect.ScalarName(element.Kind, unsigned: element == IRType.Int8);
            if (isShared && placed is not null)
            {
                string pointer = expressions.TypeName(array);
                yield return $"{pointer} {names[array]} = ({pointer})(dynamic_shared + {placed[array]});";
                continue;
            }
            int bytes = isShared && dialect.JoinsAccesses ? PointerAlignment.AlignmentOf(array) : array.Alignment;
            string alignment = bytes > element.Size ? dialect.Aligned(bytes) : "";
            yield return $"{(isShared ? dialect.SharedPrefix : "")}{type} {names[array]}[{(array.Size + element.Size - 1) / element.Size}]{alignment}{(isShared ? "" : " = { 0 }")};";
        }
    }
}
