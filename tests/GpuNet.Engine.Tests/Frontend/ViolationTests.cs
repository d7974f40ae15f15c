using System.Reflection;
using GpuNet.Engine.Drivers.Launching;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>What cannot run on a device is reported: all of it at once, with place and help.</summary>
public sealed class ViolationTests
{
    private static int mutable = 3;

    private static IReadOnlyList<string> Violations(Delegate kernel) => Violations(kernel.Method);

    private static IReadOnlyList<string> Violations(MethodInfo kernel)
    {
        var exception =
            Assert.Throws<KernelCompilationException>(() => KernelCompiler.Compile(kernel, KernelIndex.Index1D));
        Assert.All(
            exception.Violations, violation => Assert.Contains(violation, exception.Message, StringComparison.Ordinal));
        return exception.Violations;
    }

    private static void CheckOne(string expected, Action<Index1D, ArrayView<int>> kernel)
    {
        string violation = Assert.Single(Violations(kernel));
        Assert.Contains(expected, violation, StringComparison.Ordinal);
        Assert.Matches(@", IL_[0-9a-f]{4}: .*;", violation);
    }

    [Fact]
    public void Everything_is_listed_at_once()
    {
        var violations = Violations((Index1D i, ArrayView<int> y) =>
        {
            y[i] = mutable + Long[0];
            if (y[i] > 5)
                throw new InvalidOperationException("no");
            object boxed = y[i];
            y[i] = boxed.ToString()!.Length + boxed.GetHashCode();
            Helper(y, i);
            y[i] = (int)(y[i] * 1.5m);
            var text = new System.Text.StringBuilder();
            y[i] = text.Length;
        });

        string all = string.Join('\n', violations);
        Assert.Contains("mutable can change", all, StringComparison.Ordinal);
        Assert.Contains("pass an ArrayView", all, StringComparison.Ordinal);
        Assert.Contains("throw does not exist", all, StringComparison.Ordinal);
        Assert.Contains("boxing a value of type int", all, StringComparison.Ordinal);
        Assert.Contains("Helper", all, StringComparison.Ordinal);
        Assert.Contains(
            "Called from lambda in ViolationTests.Everything_is_listed_at_once", all, StringComparison.Ordinal);
        Assert.Contains("decimal", all, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("new StringBuilder allocates", all, StringComparison.Ordinal);
    }

    private static void Helper(ArrayView<int> y, int i)
    {
        try
        {
            y[i] = 1;
        }
        finally
        {
            y[i]++;
        }
    }

    [Fact]
    public void Recursion() => CheckOne("calls itself", (i, y) => y[i] = Factorial(i));

    private static readonly int[] Long = new int[5000];
    private static readonly int[]? Missing = null;

    private static int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    [Fact]
    public void Static_fields_that_change() => CheckOne("can change", (i, y) => y[i] = mutable);

    [Fact]
    public void Static_arrays_that_are_long() => CheckOne("too long", (i, y) => y[i] = Long[i]);

    [Fact]
    public void Static_arrays_that_are_not_there() => CheckOne("holds no array", (i, y) => y[i] = Missing![i]);

    [Fact]
    public void Writing_static_fields() => CheckOne("is written", (i, y) => mutable = i);

    [Fact]
    public void Sizes_that_are_not_constant() => CheckOne("new T[constant]", (i, y) => y[i] = new int[i].Length);

    [Fact]
    public void Sizes_of_shared_memory() => CheckOne(
        "SharedMemory.Allocate<int> needs a number",
        (i, y) => y[i] = SharedMemory.Allocate<int>(y.IntLength)[0]);

    [Fact]
    public void Sizes_of_stackalloc() => CheckOne("stackalloc has to be a constant", Stack);

    private static unsafe void Stack(Index1D i, ArrayView<int> y)
    {
        int* memory = stackalloc int[i.X];
        y[i] = memory[i];
    }

    [Fact]
    public void Delegates() => CheckOne("delegate", (i, y) =>
    {
        Func<int, int> square = static x => x * x;
        y[i] = square(i);
    });

    [Fact]
    public void Library_methods_name_themselves() =>
        CheckOne("Math.Cbrt has no body in IL; use", (i, y) => y[i] = (int)Math.Cbrt(i));

    [Fact]
    public void Captured_variables()
    {
        int captured = Environment.ProcessId;
        CheckOne("captured", (i, y) => y[i] = captured);
    }

    [Fact]
    public void Loops_with_two_entries() => CheckOne("irreducible", (i, y) =>
    {
        int n = y[i];
        if (n > 3)
            goto middle;
    top:
        n += 2;
    middle:
        n *= 3;
        if (n < 100)
            goto top;
        if (n < 200)
            goto middle;
        y[i] = n;
    });

    [Fact]
    public void References_into_two_kinds_of_memory()
    {
        var method = ((Action<Index1D, ArrayView<int>>)Mixed).Method;
        var request = new KernelRequest(
            KernelSignature.Of(EntryPointDescription.FromImplicitlyGroupedKernel(method)), KernelSpecialization.Empty);

        var exception =
            Assert.Throws<KernelCompilationException>(() => KernelTranslator.Translate(request, new ContextProperties()));

        Assert.Matches(
            "ViolationTests.Mixed, IL_[0-9a-f]{4}: .*Global.*own variable", Assert.Single(exception.Violations));
    }

    private static void Mixed(Index1D i, ArrayView<int> y)
    {
        var local = new int[8];
        ref int target = ref y[i] > 3 ? ref local[y[i] & 7] : ref y[i];
        target += 5;
        y[i] += local[y[i] & 7];
    }

    [Fact]
    public void Parameters_of_unknown_types()
    {
        Assert.Contains(
            "parameter text", Assert.Single(Violations((Index1D i, string text) => { })), StringComparison.Ordinal);
        Assert.Contains("int[]", Assert.Single(Violations((Index1D i, int[] data) => { })), StringComparison.Ordinal);
        Assert.Contains("Index1D", Assert.Single(Violations((ArrayView<int> data) => { })), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_unreachable_is_not_judged()
    {
        var function =
            KernelCompiler.Compile(((Action<Index1D, ArrayView<int>>)Unreachable).Method, KernelIndex.Index1D);
        Assert.DoesNotContain(function.Instructions, instruction => instruction.Op == Opcode.Barrier);
    }

    private static void Unreachable(Index1D i, ArrayView<int> y)
    {
        y[i] = 1;
        if (typeof(int) == typeof(long))
        {
            Group.Barrier();
            throw new InvalidOperationException();
        }
    }
}
