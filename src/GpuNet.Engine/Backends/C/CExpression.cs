namespace GpuNet.Engine.Backends.C;

/// <summary>How tightly C binds the outermost operator of an expression.</summary>
internal enum Precedence { Conditional, Or, Xor, And, Equality, Relational, Shift, Additive, Multiplicative, Unary, Postfix }

/// <summary>A piece of C source that computes a value.</summary>
internal readonly record struct CExpression(string Text, Precedence Precedence, CType Type)
{
    /// <summary>The text, in parentheses where an operator of precedence <paramref name="least"/> would tear it apart.</summary>
    public string At(Precedence least) => Precedence >= least ? Text : $"({Text})";

    public override string ToString() => Text;
}
