#if EMBEDDED_ENGINE
using System.Text.RegularExpressions;
using GpuNet.Engine;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.Engine.Drivers;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>Every kernel of the assembly is PTX without NVRTC, where PTX has the functions that it needs.</summary>
public partial class PtxSourceTests
{
    /// <summary>
    /// Forms of the PTX ISA manual that clang need not have written: of comparisons, selections and moves it uses some types
    /// where all are alike, minima of 64 bits it compares and selects, narrow integers it keeps in registers of 16 bits, and addresses in the space that it knows. Vectors may have up to 128 bits.
    /// </summary>
    [GeneratedRegex(@"^(setp\.(eq|ne|lt|le|gt|ge)\.[su](32|64)|setp\.((eq|ne|lt|le|gt|ge)u?|nan)\.f(32|64)|selp\.[bf](32|64)|mov\.([bf](32|64)|u64|pred)|(and|or|xor|not)\.(pred|b32|b64)|cvt\.s32\.s(8|16)|(min|max)\.[su]64|(ld|st)\.shared\.u64|cvta\.global\.u64|tanh\.approx\.f32|(ld|st)\.(global|shared|local)\.(v[24]\.([bus](8|16|32)|f32)|v2\.([bus]64|f64)))$")]
    private static partial Regex FromTheManual();

    private static readonly Lazy<string[]> Clang = new(() => [.. Form().Matches(CudaCompiler.Instructions()).Select(match => match.Groups[1].Value)]);

    /// <summary>
    /// A function of NVIDIA's library is the only reason to refuse a kernel, and never one for portable math. All forms are those of
    /// the manual, of clang, or of inline PTX, which <see cref="CudaSourceTests"/> holds to the manual.
    /// </summary>
    [Theory]
    [MemberData(nameof(KernelBatches.Numbers), MemberType = typeof(KernelBatches))]
    public void Every_kernel_has_known_forms_only_or_a_function_of_a_library(int batch)
    {
        var texts = new List<string>();
        foreach (var kernel in KernelBatches.Number(batch))
        {
            try
            {
                var source = PtxEmitter.Emit(kernel.Program);
                SourceDump.Write(source.EntryPoint, ".ptx", $"// {kernel.Title}\n{source.Text}");
                texts.Add(source.Text);
            }
            catch (KernelCompilationException exception)
            {
                Assert.Contains("is a function of NVIDIA's library", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(kernel.Methods, method => method.ToString()!.Contains(nameof(PortableMath), StringComparison.Ordinal));
            }
        }
        var known = Clang.Value.Concat(KernelBatches.Number(batch).SelectMany(kernel => PtxForms.Opcodes(kernel.Source.Text))).ToHashSet();
        Assert.DoesNotContain(PtxTranslator.Check(texts), form => !known.Contains(form) && !FromTheManual().IsMatch(form));
    }

    [GeneratedRegex(@"^\s+(?:@!?%p\d+\s+)?([a-z][a-z0-9_.:]*)[\s;]", RegexOptions.Multiline)]
    private static partial Regex Form();
}
#endif
