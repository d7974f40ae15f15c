using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GpuNet.TestKit;

/// <summary>
/// Compiles OpenCL C to machine code of AMD's GPUs by clang, which is the compiler in their driver, too, on any machine. The driver's
/// built-in functions are those of <c>amd_builtins.h</c>.
/// </summary>
public static partial class AmdCompiler
{
    /// <summary>What the compiler says of a kernel's machine code.</summary>
    /// <param name="EntryPoint">The kernel's name.</param>
    /// <param name="Text">The machine code as text.</param>
    /// <param name="Registers">Vector registers of an item.</param>
    /// <param name="ScratchBytes">Bytes of an item that lie in memory: what was spilled, and arrays that are no registers.</param>
    /// <param name="SharedBytes">Shared memory of a group.</param>
    public sealed record MachineCode(string EntryPoint, string Text, int Registers, int ScratchBytes, int SharedBytes);

    /// <summary>The machine code of kernels, in their order.</summary>
    /// <param name="processor">The GPU's, such as <c>gfx90a</c>.</param>
    /// <param name="sources">The sources, with the name of each one's kernel.</param>
    /// <exception cref="InvalidOperationException">Clang rejects a source, or warns; the message has its words and the lines.</exception>
    public static IReadOnlyList<MachineCode> Compile(string processor, IEnumerable<(string Text, string EntryPoint)> sources)
    {
        Clang.Require();
        using var folder = new TemporaryFolder();
        string assembly = folder.File("kernels.s");
        var (exitCode, messages) = Clang.Run(
            "-x", "cl", "-cl-std=CL1.2", "-target", "amdgcn-amd-amdhsa", $"-mcpu={processor}", "-nogpulib", "-cl-no-stdinc",
            "-include", Repository.PathOf("tests", "GpuNet.TestKit", "OpenCl", "amd_builtins.h"), "-cl-fp32-correctly-rounded-divide-sqrt",
            "-Wall", "-Werror", "-O2", "-S", "-o", assembly, folder.Write("kernels.cl", AsOne(sources)));
        if (exitCode != 0)
            throw new InvalidOperationException($"clang rejects OpenCL C for {processor}:\n{messages}");
        return [.. Kernel().Matches(File.ReadAllText(assembly)).Select(match => Read(match.Groups[1].Value, match.Value))];
    }

    private static MachineCode Read(string name, string text)
    {
        return new(name, text, Number("NumVgprs"), Number("ScratchSize"), Number("LDSByteSize"));

        int Number(string what) => int.Parse(Regex.Match(text, $@"; {what}: (\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    // One run of the compiler for all: the functions and types of each source, and its kernel, get a number.
    private static string AsOne(IEnumerable<(string Text, string EntryPoint)> sources)
    {
        var text = new StringBuilder();
        foreach (var ((source, entryPoint), number) in sources.Select((source, number) => (source, number)))
        {
            var names = Declared().Matches(source).Select(match => match.Groups[1].Value).Append(entryPoint).ToHashSet();
            text.AppendLine(Name().Replace(source, name => names.Contains(name.Value) ? $"{name.Value}_{number}" : name.Value));
        }
        return text.ToString();
    }

    [GeneratedRegex(@"^(?:static [^(=;]*\b|typedef \w+ )(\w+)(?:\(| __attribute)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Name();

    // From the label to the numbers behind the code.
    [GeneratedRegex(@"^(\w+):\s+; @\1\n(?:.*\n)*?; LDSByteSize: .*\n", RegexOptions.Multiline)]
    private static partial Regex Kernel();
}
