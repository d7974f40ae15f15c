using System.Text;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>C names for the values of a function. Prefixes keep them apart from keywords and from the device's functions.</summary>
internal sealed class Names
{
    private const int LongestStem = 80;

    private readonly Dictionary<Value, string> names = [];
    private readonly HashSet<string> taken = [];
    private int temporaries;

    public Names(Function function)
    {
        Kernel = "kernel_" + Stem(function.Name);
        function.Renumber();
        foreach (var parameter in function.Parameters)
            names[parameter] = Unique("arg_" + Stem(parameter.Name));
        foreach (var start in function.Instructions.Where(CheapAddresses.IsViewStart))
            names[start] = Unique("data_" + Stem(((FunctionParameter)start[0]).Name));
    }

    /// <summary>The kernel's own name.</summary>
    public string Kernel { get; }

    public string this[Value value]
    {
        get
        {
            if (!names.TryGetValue(value, out string? name))
                names[value] = name = value.Id < 0 ? $"{(value is VectorValue ? "several" : "t")}{temporaries++}" : Unique(Prefix(value) + value.Id);
            return name;
        }
    }

    private static string Prefix(Value value) => value switch
    {
        Instruction { Op: Opcode.Alloca } => "local",
        Instruction { Op: Opcode.SharedAlloc } => "shared",
        _ => "v",
    };

    private string Unique(string name)
    {
        string candidate = name;
        for (int number = 2; !taken.Add(candidate); number++)
            candidate = $"{name}_{number}";
        return candidate;
    }

    private static string Stem(string name)
    {
        var stem = new StringBuilder();
        foreach (char letter in name)
        {
            if (stem.Length == LongestStem)
                break;
            if (char.IsAsciiLetterOrDigit(letter))
                stem.Append(letter);
            else if (stem.Length > 0 && stem[^1] != '_')
                stem.Append('_');
        }
        return stem.ToString().TrimEnd('_');
    }
}
