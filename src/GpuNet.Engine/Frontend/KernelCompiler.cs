using System.Reflection;
using GpuNet.Engine.Frontend.IL;
using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// C# to IR: one function for a kernel with everything it calls, in memory form (locals are allocations).
/// </summary>
internal static class KernelCompiler
{
    /// <param name="kernel">A method that returns nothing; an instance method may not use its receiver.</param>
    /// <param name="index">How the kernel gets its index: unless explicit, its first parameter is that index.</param>
    /// <param name="hasWarps">False where a warp is one work-item.</param>
    /// <param name="specialization">Bits for specialized parameters, by index: they may size allocations.</param>
    /// <param name="settings">Those of the context; the defaults if there is none.</param>
    /// <exception cref="KernelCompilationException">The kernel contains what no device can run.</exception>
    public static Function Compile(
        MethodInfo kernel,
        KernelIndex index,
        bool hasWarps = false,
        IReadOnlyDictionary<int, long>? specialization = null,
        ContextProperties? settings = null)
    {
        string name = TypeNames.Of(kernel);
        var translation = new Translation(kernel.Name, hasWarps, settings ?? new ContextProperties());
        if (kernel.ReturnType != typeof(void))
            translation.Violations.Add(
                name,
                0,
                $"a kernel returns nothing, not {TypeNames.Of(kernel.ReturnType)}; write results to a view",
                []);
        if (kernel.ContainsGenericParameters)
            throw new KernelCompilationException(
                name, [$"{name} has open type parameters; close it with MakeGenericMethod"]);
        if (MethodIL.Of(kernel) is not { } body)
            throw new KernelCompilationException(name, [$"{name} has no body in IL; write it in C#"]);

        var arguments = new KernelParameters(translation, specialization).Bind(kernel, index);
        if (translation.Violations.Count == 0)
            new MethodTranslator(translation, body, arguments, null).Run(out _);
        if (translation.Violations.Count == 0)
            CheckLoops(translation, name);
        if (translation.Violations.Count > 0)
            throw new KernelCompilationException(name, translation.Violations.Messages);
        translation.Builder.Finish();
        return translation.Builder.Function;
    }

    private static void CheckLoops(Translation translation, string kernel)
    {
        try
        {
            _ = new LoopForest(new ControlFlow(translation.Builder.Function));
        }
        catch (IrreducibleControlFlowException exception)
        {
            translation.Violations.Add(
                kernel,
                0,
                $"the control flow of {exception.Block.Name} is irreducible: a loop is entered in its middle; "
                + "write it as a structured loop",
                []);
        }
    }
}
