using System.Text;

namespace GpuNet.TestKit;

/// <summary>
/// Compiles CUDA C to PTX by clang, on any machine: that checks syntax, types and names, and what the NVPTX target
/// refuses.
/// </summary>
public static class CudaCompiler
{
    /// <summary>The PTX of kernels, each a source of its own.</summary>
    /// <param name="architecture">The GPU's, such as <c>sm_90</c>.</param>
    /// <param name="sources">The sources, with the name of each one's kernel.</param>
    /// <param name="optimize">Whether the PTX is to be looked at: what a target accepts does not depend on it, and the time does.</param>
    /// <exception cref="InvalidOperationException">Clang rejects a source; the message has its words and the lines.</exception>
    public static string Compile(string architecture, IEnumerable<(string Text, string EntryPoint)> sources, bool optimize = true)
    {
        using var folder = new TemporaryFolder();
        return Run(architecture, folder.Write("kernels.cu", AsOne(sources)), optimize ? "-O1" : "-O0", "-include", PathOf("cuda_builtins.h"));
    }

    /// <summary>PTX with what clang can write by functions and operators of its own.</summary>
    public static string Instructions() => Run("sm_80", PathOf("instructions.cu"), "-O1");

    private static string PathOf(string file) => Repository.PathOf("tests", "GpuNet.TestKit", "Cuda", file);

    private static string Run(string architecture, string source, params string[] options)
    {
        Clang.Require();
        using var folder = new TemporaryFolder();
        string ptx = folder.File("kernels.ptx");
        var (exitCode, messages) = Clang.Run(
        [
            "-x", "cuda", "--cuda-device-only", $"--cuda-gpu-arch={architecture}", "--cuda-feature=+ptx85", "-nocudainc",
            "-nocudalib", "-std=c++17", "-ffp-contract=off", "-Werror",
            // NVIDIA's front end is another one: what is an extension of clang's is refused.
            "-pedantic-errors", .. options, "-S", "-o", ptx, source,
        ]);
        if (exitCode != 0)
            throw new InvalidOperationException($"clang rejects CUDA C for {architecture}:\n{messages}");
        return File.ReadAllText(ptx);
    }

    // One run of the compiler for all: the functions of each source get a namespace, its kernel a number.
    private static string AsOne(IEnumerable<(string Text, string EntryPoint)> sources)
    {
        var text = new StringBuilder();
        foreach (var ((source, entryPoint), number) in sources.Select((source, number) => (source, number)))
        {
            text.AppendLine($"namespace source_{number}").AppendLine("{")
                .Append(source.Replace($" {entryPoint}(", $" {entryPoint}_{number}(", StringComparison.Ordinal)).AppendLine("}");
        }
        return text.ToString();
    }
}
