using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>The one ordered list of passes between the front end and the back ends.</summary>
internal static class Optimizer
{
    private static readonly (string Name, Action<Function> Run)[] Passes =
    [
        // Fold first: constant offsets and decided branches let more of the front end's memory become values.
        ("simplify", Simplify.Run),
        ("promote memory", PromoteMemory.Run),
        ("simplify", Simplify.Run),
        ("eliminate dead code", EliminateDeadCode.Run),
        // Needs constants as loop bounds; promotes the arrays that the copied bodies index by constants.
        ("unroll loops", UnrollLoops.Run),
        // After unrolling, so that the sides of a branch are as small as they get.
        ("flatten branches", FlattenBranches.Run),
        ("common subexpressions", CommonSubexpressions.Run),
        ("simplify", Simplify.Run),
        // Late: everything before it may make more values invariant, nothing after it makes any.
        ("hoist invariants", HoistInvariants.Run),
        ("eliminate dead code", EliminateDeadCode.Run),
        // On the final code: pointers that were merged in memory now have one origin each.
        ("infer address spaces", InferAddressSpaces.Run),
        // Needs address spaces.
        ("lower private atomics", LowerPrivateAtomics.Run),
        // Needs address spaces: private memory is each item's own.
        ("analyze uniformity", AnalyzeUniformity.Run),
    ];

    /// <summary>Optimizes a function in place and structures it.</summary>
    /// <param name="function">What the front end made.</param>
    /// <param name="index">How the kernel gets its index.</param>
    /// <param name="specialization">Bits for <see cref="ParameterRole.Specialized"/> parameters, by parameter index.</param>
    /// <param name="verify">Check the function after every pass; debug builds always do.</param>
    public static KernelProgram Run(Function function, KernelIndex index, IReadOnlyDictionary<int, long> specialization, bool verify = false)
    {
#if DEBUG
        verify = true;
#endif
        function.ReplaceUses(function.Parameters.Where(parameter => specialization.ContainsKey(parameter.Index)).ToDictionary(
            parameter => (Value)parameter, parameter => (Value)new Constant(parameter.Type, specialization[parameter.Index])));
        Check("the front end");
        foreach (var (name, run) in Passes)
        {
            run(function);
            Check(name);
        }
        function.Renumber();
        return new KernelProgram(function, Structurizer.Run(function), index);

        void Check(string pass)
        {
            if (verify)
                Verifier.Verify(function, pass);
        }
    }
}
