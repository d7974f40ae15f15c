#if EMBEDDED_ENGINE
using System.Text.RegularExpressions;
using GpuNet.Engine;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>Every kernel of the assembly is PTX without NVRTC, where PTX has the functions that it needs.</summary>
public partial class PtxSourceTests
{
    /// <summary>
    /// Forms of the PTX ISA manual that clang need not have written: of comparisons, selections and moves it uses some types
    /// where all are alike, and narrow integers it keeps in registers of 16 bits. Vectors may have up to 128 bits.
    /// </summary>
    [GeneratedRegex(@"^(setp\.(eq|ne|lt|le|gt|ge)\.[su](32|64)|setp\.((eq|ne|lt|le|gt|ge)u?|nan)\.f(32|64)|selp\.[bf](32|64)|mov\.([bf](32|64)|u64|pred)|(and|or|xor|not)\.(pred|b32|b64)|cvt\.s32\.s(8|16)|tanh\.approx\.f32|(ld|st)\.(global|shared|local)\.(v[24]\.([bus](8|16|32)|f32)|v2\.([bus]64|f64)))$")]
    private static partial Regex FromTheManual();

    private static readonly Lazy<(string[] Texts, string[] Refused)> Emitted = new(Emit);

    [Fact]
    public void Only_kernels_with_functions_of_a_library_are_left_out() => Assert.All(
        Emitted.Value.Refused, refusal => Assert.Matches("is a function of NVIDIA's library", refusal));

    [Fact]
    public void Kernels_of_portable_math_are_all_there() => Assert.All(
        Emitted.Value.Refused, refusal => Assert.DoesNotContain(nameof(PortableMath), refusal, StringComparison.Ordinal));

    /// <summary>Those of inline PTX, which clang hands on as it is, are held to the manual by <see cref="CudaSourceTests"/>.</summary>
    [Fact]
    public void All_forms_are_those_of_the_manual_or_of_clang()
    {
        var forms = PtxTranslator.Check(Emitted.Value.Texts);
        var known = Form().Matches(CudaSourceTests.Ptx + CudaCompiler.Instructions()).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Empty(string.Join(' ', forms.Where(form => !known.Contains(form) && !FromTheManual().IsMatch(form))));
    }

    private static (string[] Texts, string[] Refused) Emit()
    {
        var texts = new List<string>();
        var refused = new List<string>();
        foreach (var (method, program) in EveryKernel.Methods.Zip(EveryKernel.Programs))
        {
            try
            {
                texts.Add(PtxEmitter.Emit(program).Text);
            }
            catch (KernelCompilationException exception)
            {
                refused.Add($"{method}: {exception.Message}");
            }
        }
        return ([.. texts], [.. refused]);
    }

    [GeneratedRegex(@"^\s+(?:@!?%p\d+\s+)?([a-z][a-z0-9_.:]*)[\s;]", RegexOptions.Multiline)]
    private static partial Regex Form();
}
#endif
