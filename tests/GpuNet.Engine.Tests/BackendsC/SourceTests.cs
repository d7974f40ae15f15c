using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>The source as people see it.</summary>
public class SourceTests
{
    private static readonly IRType I32 = IRType.Int32, F32 = IRType.Float32;

    /// <summary>sum of a[row * n + k] over k, in a loop.</summary>
    private static KernelProgram RowSums()
    {
        var text = new KernelText("RowSums");
        Value a = text.View("a"), sums = text.View("sums"), n = text.Scalar(I32, "n");
        var row = text.GlobalId();
        Block header = text.Block("header"), body = text.Block("body"), end = text.Block("end");
        Value k = header.AddParameter(I32), sum = header.AddParameter(F32);
        text.Jump(header, Constant.Int32(0), Constant.Float32(0));
        text.Current = header;
        text.Branch(text.Op(Opcode.Lt, IRType.Int1, k, n), new Edge(body), new Edge(end));
        text.Current = body;
        var element = text.Load(F32, text.At(a, text.Long(text.Add(text.Mul(row, n), k)), 4));
        text.Jump(header, text.Add(k, Constant.Int32(1)), text.Add(sum, element));
        text.Current = end;
        text.Store(text.At(sums, text.Long(row), 4), sum);
        return text.Program();
    }

    [Fact]
    public void A_loop_reads_like_one() => Assert.Equal(
        """
        // RowSums
        #pragma OPENCL FP_CONTRACT OFF

        __kernel void kernel_RowSums(__global uchar* arg_a, long arg_a_offset, __global uchar* arg_sums, long arg_sums_offset, int arg_n)
        {
            __global float* data_a = (__global float*)(arg_a + arg_a_offset);
            __global float* data_sums = (__global float*)(arg_sums + arg_sums_offset);
            int v6 = (int)get_global_id(0);
            int v7 = 0;
            float v8 = 0.0f;
            while (v7 < arg_n)
            {
                v8 = v8 + data_a[(int)((uint)v6 * arg_n + v7)];
                v7 = v7 + 1u;
            }
            data_sums[v6] = v8;
        }

        """.ReplaceLineEndings("\n"), CEmitter.Emit(RowSums(), new OpenClDialect()).Text);

    [Fact]
    public void Only_used_parameters_become_arguments()
    {
        var source = CEmitter.Emit(RowSums(), new OpenClDialect());
        // Not the lengths of the views.
        Assert.Equal([0, 1, 3, 4, 6], source.Arguments.Select(argument => argument.Index));
        Assert.False(source.TakesDynamicShared);
    }

    [Fact]
    public void Fast_math_takes_the_devices_native_functions_and_nothing_else_does()
    {
        var text = new KernelText("fast");
        var x = text.View("x");
        var value = text.Load(F32, x);
        text.Store(x, text.Op(Opcode.Mul, F32, text.Op(Opcode.Exp, F32, value), text.Op(Opcode.Sqrt, F32, value)));
        var program = text.Program();
        Assert.DoesNotContain("native_", CEmitter.Emit(program, new OpenClDialect()).Text);
        string fast = CEmitter.Emit(program, new OpenClDialect { FastMath = true }).Text;
        Assert.Contains("native_exp(", fast);
        Assert.Contains(" sqrt(", fast);
    }

    [Fact]
    public void Where_division_and_root_are_inexact_they_go_through_double()
    {
        var text = new KernelText("exact");
        var x = text.View("x");
        var value = text.Load(F32, x);
        text.Store(x, text.Op(Opcode.Div, F32, text.Op(Opcode.Sqrt, F32, value), value));
        var source = CEmitter.Emit(text.Program(), new OpenClDialect { RoundsDivideAndSqrt = false });
        Assert.Contains("(float)sqrt((double)", source.Text);
        Assert.Contains("/ (double)", source.Text);
        Assert.Equal(Requirements.Float64, source.Requirements);
    }

    [Theory]
    [InlineData(1f, "1.0f")]
    [InlineData(-0f, "-0.0f")]
    [InlineData(0.1f, "0x1.99999ap-4f")]
    [InlineData(float.Epsilon, "0x0.000002p-126f")]
    [InlineData(float.MaxValue, "0x1.fffffep+127f")]
    [InlineData(float.NegativeInfinity, "as_float(0xff800000)")]
    public void Float_literals_are_exact(float value, string expected) =>
        Assert.Equal(expected, Literals.Of(Constant.Float32(value), new OpenClDialect()).Text);

    [Theory]
    [InlineData(0.1, "0x1.999999999999ap-4")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(double.NaN, "as_double(0xfff8000000000000L)")]
    public void Double_literals_are_exact(double value, string expected) =>
        Assert.Equal(expected, Literals.Of(Constant.Float64(value), new OpenClDialect()).Text);

    [Theory]
    [InlineData(int.MinValue, false, "(-2147483647 - 1)")]
    [InlineData(-1, true, "4294967295u")]
    public void Integer_literals_fit_their_type(int value, bool unsigned, string expected) =>
        Assert.Equal(expected, Literals.Of(Constant.Int32(value), new OpenClDialect(), unsigned).Text);
}
