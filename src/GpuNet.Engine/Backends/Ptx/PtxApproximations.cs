using System.Globalization;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>
/// The functions that GPUs compute by a table, in single precision: those of the PTX ISA, which gives their errors. The others,
/// and all in double, are in NVIDIA's library, which comes with NVRTC.
/// </summary>
internal static class PtxApproximations
{
    /// <returns>False if there is no such function.</returns>
    public static bool TryWrite(PtxText text, Instruction i)
    {
        if (i.Type != IRType.Float32)
            return false;
        string target = text[i], source = text.Register(i[0]);
        switch (i.Op)
        {
            case Opcode.Rsqrt:
                text.Add($"rsqrt.approx.f32 {target}, {source}");
                return true;
            case Opcode.Exp2:
                text.Add($"ex2.approx.f32 {target}, {source}");
                return true;
            case Opcode.Exp:
                string power = text.New("%f");
                text.Add($"mul.rn.f32 {power}, {source}, {Literal(1 / Math.Log(2))}");
                text.Add($"ex2.approx.f32 {target}, {power}");
                return true;
            case Opcode.Log2:
                text.Add($"lg2.approx.f32 {target}, {source}");
                return true;
            case Opcode.Log or Opcode.Log10:
                string logarithm = text.New("%f");
                text.Add($"lg2.approx.f32 {logarithm}, {source}");
                text.Add($"mul.rn.f32 {target}, {logarithm}, {Literal(i.Op == Opcode.Log ? Math.Log(2) : Math.Log10(2))}");
                return true;
            case Opcode.Sin or Opcode.Cos:
                text.Add($"{i.Op.ToString().ToLowerInvariant()}.approx.f32 {target}, {source}");
                return true;
            case Opcode.Tan:
                string sine = text.New("%f"), cosine = text.New("%f");
                text.Add($"sin.approx.f32 {sine}, {source}");
                text.Add($"cos.approx.f32 {cosine}, {source}");
                text.Add($"div.rn.f32 {target}, {sine}, {cosine}");
                return true;
            case Opcode.Tanh:
                text.Add($"tanh.approx.f32 {target}, {source}");
                return true;
            default:
                return false;
        }
    }

    private static string Literal(double value) => "0f" + BitConverter.SingleToUInt32Bits((float)value).ToString("X8", CultureInfo.InvariantCulture);
}
