using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>C# to methods.</summary>
internal static class ProgramCompiler
{
    private const string Usings = "using System; using System.Numerics; using ILGPU; using ILGPU.Runtime; using GpuNet.Engine.Tests.RandomPrograms; using Half = ILGPU.Half;\n";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("GpuNet.", StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The kernels of classes, by name; null where the source is no C#, with what is wrong.</summary>
    public static Assembly? Compile(IEnumerable<string> classes, out string errors)
    {
        var trees = classes.Select(source => CSharpSyntaxTree.ParseText(Usings + source, Language));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true);
        var compilation = CSharpCompilation.Create("Random" + Guid.NewGuid().ToString("N"), trees, References, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        errors = string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5));
        return result.Success ? Assembly.Load(image.ToArray()) : null;
    }
}
