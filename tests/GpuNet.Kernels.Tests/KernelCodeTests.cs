#if EMBEDDED_ENGINE
using System.Reflection;
using System.Reflection.Metadata;
using GpuNet.Engine.Frontend;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// What kernels are made of, both engines can compile: this engine takes more than the ILGPU packages do, so that it would not
/// notice.
/// </summary>
public class KernelCodeTests
{
    private static readonly Lazy<KernelCode> Kernels = new(() => new KernelCode(EveryKernel.Methods));

    /// <summary>Beside arithmetic, comparisons, branches, locals, arguments, fields and accesses by reference.</summary>
    private static readonly HashSet<ILOpCode> Instructions =
    [
        ILOpCode.Call, ILOpCode.Callvirt, ILOpCode.Constrained, ILOpCode.Newobj, ILOpCode.Ret, ILOpCode.Switch,
        // Arrays of constant length. Strings are the instructions of CudaAsm.
        ILOpCode.Newarr, ILOpCode.Ldelema, ILOpCode.Ldelem, ILOpCode.Stelem, ILOpCode.Ldstr,
        ILOpCode.Initobj, ILOpCode.Ldobj, ILOpCode.Stobj, ILOpCode.Ldfld, ILOpCode.Ldflda, ILOpCode.Stfld,
        ILOpCode.Ldarg, ILOpCode.Ldarga, ILOpCode.Starg, ILOpCode.Ldloc, ILOpCode.Ldloca, ILOpCode.Stloc,
        ILOpCode.Ceq, ILOpCode.Cgt, ILOpCode.Cgt_un, ILOpCode.Clt, ILOpCode.Clt_un, ILOpCode.Dup, ILOpCode.Pop, ILOpCode.Nop,
    ];

    /// <summary>Of .NET, what both engines translate or inline; of ILGPU, whatever its API has.</summary>
    private static readonly HashSet<string> Members =
    [
        "Math.Abs", "Math.FusedMultiplyAdd", "MathF.Sqrt", "MathF.FusedMultiplyAdd",
        "ValueTuple`2..ctor", "IntPtr.ToInt64",
    ];

    [Fact]
    public void Their_instructions_are_arithmetic_branches_and_accesses() => AssertNone(
        from il in Kernels.Value.Bodies
        from instruction in il.Instructions
        where !IsPlain(instruction.Op)
        select $"{il.Name} has the instruction {instruction.Op}");

    [Fact]
    public void They_call_what_both_engines_have() => AssertNone(
        from call in Kernels.Value.Calls
        where !IsOfModel(call.Called) && !IsOperator(call.Called) && !Members.Contains($"{call.Called.DeclaringType!.Name}.{call.Called.Name}")
        select $"{TypeNames.Of(call.Caller)} calls {TypeNames.Of(call.Called)}");

    [Fact]
    public void They_call_no_virtual_methods_and_no_defaults_of_interfaces() => AssertNone(
        Kernels.Value.VirtualCalls.Select(call => $"{TypeNames.Of(call.Caller)} calls {TypeNames.Of(call.Called)} by its interface or class"));

    [Fact]
    public void They_catch_nothing() =>
        AssertNone(Kernels.Value.Bodies.Where(il => il.HasExceptionHandlers).Select(il => $"{il.Name} has a try block"));

    /// <summary>That the scan sees anything: what kernels may not contain, each found.</summary>
    [Theory]
    [InlineData(nameof(Forbidden.Clamps), "calls Math.Clamp")]
    [InlineData(nameof(Forbidden.ReadsStatic), "instruction Ldsfld")]
    [InlineData(nameof(Forbidden.Allocates), "instruction Localloc")]
    [InlineData(nameof(Forbidden.Throws), "instruction Throw")]
    [InlineData(nameof(Forbidden.ComparesTypes), "instruction Ldtoken")]
    [InlineData(nameof(Forbidden.Converts), "calls int.CreateTruncating")]
    public void What_they_may_not_contain_is_found(string method, string finding)
    {
        var code = new KernelCode([typeof(Forbidden).GetMethod(method)!.MakeGenericMethod(typeof(int))]);
        var found = code.Bodies.SelectMany(il => il.Instructions.Where(one => !IsPlain(one.Op)).Select(one => $"instruction {one.Op}"))
            .Concat(code.Calls.Where(call => !IsOfModel(call.Called) && !IsOperator(call.Called)).Select(call => $"calls {TypeNames.Of(call.Called)}"));
        Assert.Contains(found, one => one.StartsWith(finding, StringComparison.Ordinal));
    }

    private static bool IsPlain(ILOpCode op) => Instructions.Contains(op) || op is
        (>= ILOpCode.Ldc_i4 and <= ILOpCode.Ldc_r8)
        or (>= ILOpCode.Br and <= ILOpCode.Blt_un)
        or (>= ILOpCode.Add and <= ILOpCode.Conv_u8) or ILOpCode.Conv_u1 or ILOpCode.Conv_u2
        or (>= ILOpCode.Ldind_i1 and <= ILOpCode.Ldind_r8) or (>= ILOpCode.Stind_i1 and <= ILOpCode.Stind_r8)
        or (>= ILOpCode.Ldelem_i1 and <= ILOpCode.Ldelem_r8) or (>= ILOpCode.Stelem_i1 and <= ILOpCode.Stelem_r8);

    private static bool IsOfModel(MethodBase method) =>
        $"{method.DeclaringType!.Namespace}.".StartsWith("ILGPU.", StringComparison.Ordinal);

    /// <summary>Arithmetic, comparisons, zero and one of generic numbers.</summary>
    private static bool IsOperator(MethodBase method) =>
        method.DeclaringType!.IsPrimitive
        && method.Name[(method.Name.LastIndexOf('.') + 1)..] is var name
        && (name.StartsWith("op_", StringComparison.Ordinal) && !name.StartsWith("op_Checked", StringComparison.Ordinal) || name is "get_Zero" or "get_One");

    private static void AssertNone(IEnumerable<string> findings)
    {
        string[] found = [.. findings.Distinct().Take(20)];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static class Forbidden
    {
        private static readonly int[] Table = [1, 2, 3];

        public static void Clamps<T>(int value) => _ = Math.Clamp(value, 0, 1);

        public static void ReadsStatic<T>(int value) => _ = Table[value];

        public static unsafe void Allocates<T>(int value)
        {
            int* numbers = stackalloc int[4];
            numbers[value] = 0;
        }

        public static void Throws<T>(int value)
        {
            if (value < 0)
                throw new ArgumentOutOfRangeException(nameof(value));
        }

        public static bool ComparesTypes<T>(int value) => typeof(T) == typeof(int) && value > 0;

        public static void Converts<T>(int value) where T : System.Numerics.INumber<T> => _ = T.CreateTruncating(value);
    }
}
#endif
