using System.Text;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>Prints statements.</summary>
internal sealed class CWriter(StringBuilder text, Names names, ExpressionBuilder expressions)
{
    public void Write(CBlock block, int depth)
    {
        foreach (var statement in block.Statements)
        {
            if (block.Declarations.TryGetValue(statement, out var variables))
                foreach (var variable in variables)
                    Write(depth, $"{TypeName(variable)} {names[variable]};");
            Write(statement, depth);
        }
    }

    private void Write(Statement statement, int depth)
    {
        switch (statement)
        {
            case Line line:
                Write(depth, line.Text + ";");
                break;
            case Set set:
                Write(depth, $"{(set.Declares ? TypeName(set.Target) + " " : "")}{names[set.Target]} = {set.Expression};");
                break;
            case Leaving leaving:
                Write(depth, leaving.Text + ";");
                break;
            case IfElse conditional:
                WriteIf(conditional, depth, "");
                break;
            case While loop:
                Write(depth, loop.Condition is null ? "for (;;)" : $"while ({loop.Condition})");
                if (loop.EndLabel is null)
                {
                    WriteBody(loop.Body, depth);
                    break;
                }
                Write(depth, "{");
                WriteBraces(loop.Body, depth + 1);
                Write(depth + 1, $"{loop.EndLabel}: ;");
                Write(depth, "}");
                break;
            case Labelled labelled:
                WriteBraces(labelled.Body, depth);
                Write(depth, $"{labelled.Label}: ;");
                break;
        }
    }

    private void WriteIf(IfElse conditional, int depth, string before)
    {
        Write(depth, $"{before}if ({conditional.Condition})");
        WriteBody(conditional.Then, depth);
        if (conditional.Otherwise is { Declarations.Count: 0, Statements: [IfElse next] })
        {
            WriteIf(next, depth, "else ");
        }
        else if (conditional.Otherwise.Statements.Count > 0)
        {
            Write(depth, "else");
            WriteBody(conditional.Otherwise, depth);
        }
    }

    private void WriteBody(CBlock block, int depth)
    {
        if (block.Declarations.Count == 0 && block.Statements is [Line or Leaving or Set { Declares: false }])
            Write(block, depth + 1);
        else
            WriteBraces(block, depth);
    }

    private void WriteBraces(CBlock block, int depth)
    {
        Write(depth, "{");
        Write(block, depth + 1);
        Write(depth, "}");
    }

    private void Write(int depth, string line) => text.Append(' ', depth * 4).AppendLine(line);

    private string TypeName(Value value) => expressions.TypeName(value);
}
