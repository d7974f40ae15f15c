using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>A C statement. Kept as a tree until all are known, because where a variable is declared depends on all its uses.</summary>
/// <param name="variables">The variables that the statement itself mentions, without nested ones.</param>
internal abstract class Statement(HashSet<Value> variables)
{
    public HashSet<Value> Variables { get; } = variables;
    public virtual IEnumerable<CBlock> Nested => [];
}

/// <summary>Statements in braces.</summary>
internal sealed class CBlock
{
    public List<Statement> Statements { get; set; } = [];

    /// <summary>The variables that have to be declared before a statement, without a value.</summary>
    public Dictionary<Statement, List<Value>> Declarations { get; } = [];
}

internal sealed class Line(string text, HashSet<Value> variables) : Statement(variables)
{
    public string Text { get; } = text;
}

/// <summary>Gives a variable its value, and declares it where <see cref="Declares"/> is set.</summary>
internal sealed class Set(Value target, string expression, HashSet<Value> variables) : Statement([.. variables, target])
{
    public Value Target { get; } = target;
    public string Expression { get; } = expression;
    public bool Declares { get; set; }
}

/// <summary>break, continue, return or goto: what follows in the same block does not run.</summary>
internal sealed class Leaving(string text) : Statement([])
{
    public string Text { get; } = text;
}

internal sealed class IfElse(string condition, string negation, CBlock then, CBlock otherwise, HashSet<Value> variables) : Statement(variables)
{
    public string Condition { get; } = condition;
    public string Negation { get; } = negation;
    public CBlock Then { get; } = then;
    public CBlock Otherwise { get; } = otherwise;
    public override IEnumerable<CBlock> Nested => [Then, Otherwise];
}

/// <summary>A loop with an optional condition in front. <see cref="EndLabel"/> is where a nested loop continues this one.</summary>
internal sealed class While(string? condition, CBlock body, string? endLabel, HashSet<Value> variables) : Statement(variables)
{
    public string? Condition { get; } = condition;
    public CBlock Body { get; } = body;
    public string? EndLabel { get; } = endLabel;
    public override IEnumerable<CBlock> Nested => [Body];
}

/// <summary>Statements in braces with a label behind them, for gotos from inside.</summary>
internal sealed class Labelled(CBlock body, string label) : Statement([])
{
    public CBlock Body { get; } = body;
    public string Label { get; } = label;
    public override IEnumerable<CBlock> Nested => [Body];
}
