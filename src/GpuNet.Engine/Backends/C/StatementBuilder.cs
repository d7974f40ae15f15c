using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.C;

/// <summary>Turns regions into C statements: loops, guards, and <c>goto</c> where C has no way to leave several levels at once.</summary>
internal sealed class StatementBuilder(ExpressionBuilder expressions, Inlining inlining, Packs packs, Dialect dialect)
{
    private readonly Stack<(Label Continue, HashSet<Label> Break)> loops = [];
    private readonly HashSet<Label> gotoTargets = [];

    public CBlock Build(Region body)
    {
        var block = new CBlock();
        Add(body, block.Statements, []);
        if (block.Statements is [.., Leaving { Text: "return" }])
            block.Statements.RemoveAt(block.Statements.Count - 1);
        return block;
    }

    /// <param name="region">What to write.</param>
    /// <param name="into">Where to write it.</param>
    /// <param name="next">Labels of the place right behind <paramref name="region"/>.</param>
    private void Add(Region region, List<Statement> into, HashSet<Label> next)
    {
        switch (region)
        {
            case Sequence sequence:
                for (int index = 0; index < sequence.Children.Count; index++)
                    Add(sequence.Children[index], into, index == sequence.Children.Count - 1 ? next : []);
                break;
            case Straight straight:
                foreach (var instruction in straight.Block.Instructions)
                    Add(instruction, into);
                break;
            case Assign assign:
                ParallelCopy.Add(assign.Edge, expressions, packs, into);
                break;
            case If conditional:
                AddIf(conditional, into, next);
                break;
            case Loop loop:
                AddLoop(loop, into, next);
                break;
            case Scope scope:
                var body = new CBlock();
                Add(scope.Body, body.Statements, [.. next, scope.Label]);
                if (gotoTargets.Contains(scope.Label))
                    into.Add(new Labelled(body, scope.Label.ToString()));
                else
                    into.AddRange(body.Statements);
                break;
            case Leave leave:
                AddLeave(leave.Label, into, next);
                break;
            case Exit:
                into.Add(new Leaving("return"));
                break;
        }
    }

    private void Add(Instruction instruction, List<Statement> into)
    {
        var variables = new HashSet<Value>();
        expressions.CollectOperandVariables(instruction, variables);
        if (packs.Of(instruction) is { } pack)
        {
            if (pack.Leader == instruction)
                into.Add(new Set(pack.Vector, expressions.Vector(pack), variables));
            return;
        }
        if (packs.Accesses.Of(instruction) is { } access)
        {
            if (access.Leader == instruction)
                into.Add(access.Loaded is { } vector ? new Set(vector, expressions.VectorLoad(access), variables) : new Line(expressions.VectorStore(access), variables));
            return;
        }
        if (inlining.Contains(instruction))
            return;
        string? text = instruction.Op switch
        {
            Opcode.Store => expressions.Store(instruction),
            Opcode.Assembly => expressions.Assembly(instruction),
            Opcode.Barrier => dialect.Barrier,
            Opcode.MemoryFence => dialect.Fence(instruction.FenceScope),
            Opcode.WarpBarrier => dialect.WarpBarrier,
            _ when inlining.IsUsed(instruction) => null,
            _ when instruction.Op.HasSideEffects() => expressions.Compute(instruction).Text,
            _ => null,
        };
        if (text is not null)
            into.Add(new Line(text, variables));
        else if (inlining.IsUsed(instruction))
            into.Add(new Set(instruction, expressions.Compute(instruction).Text, variables));
    }

    private void AddIf(If conditional, List<Statement> into, HashSet<Label> next)
    {
        CBlock then = new(), otherwise = new();
        Add(conditional.Then, then.Statements, next);
        Add(conditional.Else, otherwise.Statements, next);
        string condition = expressions.Of(conditional.Condition).Text;
        string negation = expressions.Negation(conditional.Condition).Text;
        var variables = new HashSet<Value>();
        expressions.CollectVariables(conditional.Condition, variables);

        // An arm that leaves is a guard, and the other arm is what follows it.
        if (then.Statements is [.., Leaving] && otherwise.Statements is not [Leaving])
        {
            into.Add(new IfElse(condition, negation, then, new CBlock(), variables));
            into.AddRange(otherwise.Statements);
        }
        else if (otherwise.Statements is [.., Leaving])
        {
            into.Add(new IfElse(negation, condition, otherwise, new CBlock(), variables));
            into.AddRange(then.Statements);
        }
        else if (then.Statements.Count == 0 && otherwise.Statements.Count > 0)
        {
            into.Add(new IfElse(negation, condition, otherwise, then, variables));
        }
        else if (then.Statements.Count > 0)
        {
            into.Add(new IfElse(condition, negation, then, otherwise, variables));
        }
    }

    private void AddLoop(Loop loop, List<Statement> into, HashSet<Label> next)
    {
        loops.Push((loop.Label, next));
        var body = new CBlock();
        Add(loop.Body, body.Statements, [loop.Label]);
        loops.Pop();
        string? label = gotoTargets.Contains(loop.Label) ? loop.Label.ToString() : null;
        if (body.Statements is [IfElse { Then.Statements: [Leaving { Text: "break" }] } guard, ..])
        {
            body.Statements.RemoveAt(0);
            into.Add(new While(guard.Negation, body, label, guard.Variables));
        }
        else
        {
            into.Add(new While(null, body, label, []));
        }
    }

    private void AddLeave(Label label, List<Statement> into, HashSet<Label> next)
    {
        if (next.Contains(label))
            return;
        if (loops.TryPeek(out var innermost) && innermost.Continue == label)
        {
            into.Add(new Leaving("continue"));
        }
        else if (innermost.Break?.Contains(label) == true)
        {
            into.Add(new Leaving("break"));
        }
        else
        {
            gotoTargets.Add(label);
            into.Add(new Leaving($"goto {label}"));
        }
    }
}
