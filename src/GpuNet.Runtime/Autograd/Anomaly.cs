using System.Diagnostics;
using System.Reflection;
using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <summary>Looks at every value and gradient for the first NaN or infinity; see <see cref="Tape.DetectAnomaly"/>.</summary>
internal static class Anomaly
{
    private const int FramesShown = 4;

    [ThreadStatic] private static int _stretches;

    internal static bool IsOn => _stretches > 0;

    internal static IDisposable Begin()
    {
        _stretches++;
        return new HookHandle(() => _stretches--);
    }

    /// <summary>Looks at a recorded operation's result.</summary>
    internal static void CheckForward(Tensor output, TapeNode node)
    {
        node.CallSite = new StackTrace(fNeedFileInfo: true);
        if (IsFinite(output)) return;
        for (var i = 0; i < node.InputCount; i++)
        {
            var input = node.Input(i);
            if (!IsFinite(input))
                throw new AnomalyException(
                    node.Name, isBackward: false, CallSiteOf(node),
                    $"{node.Name}: its input {i}, of shape {input.Shape}, holds NaN or infinity already, which no "
                    + "operation recorded since DetectAnomaly has made. Look at the data, and at what was computed before it "
                    + "or outside the tape.");
        }
        throw new AnomalyException(
            node.Name, isBackward: false, CallSiteOf(node),
            $"{node.Name} made the first NaN or infinity, in its result of shape {output.Shape}; its inputs are finite.");
    }

    /// <summary>Looks at what flows back into a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="gradient">What flows into it.</param>
    /// <param name="node">The operation that it comes from; null for what the pass starts with.</param>
    internal static void CheckBackward(Tensor input, Tensor gradient, TapeNode? node)
    {
        if (IsFinite(gradient)) return;
        throw node is null
            ? new AnomalyException(
                "Backward", isBackward: true, null,
                $"The gradient of shape {gradient.Shape} that the backward pass starts with holds NaN or infinity.")
            : new AnomalyException(
                node.Name, isBackward: true, CallSiteOf(node),
                $"{node.Name} made the first NaN or infinity backwards, in the gradient of an input of shape "
                + $"{input.Shape}; the gradient that flowed into it is finite.");
    }

    private static bool IsFinite(Tensor tensor)
    {
        if (!tensor.DType.IsFloatingPoint() || tensor.Count == 0) return true;
        using var scope = Tape.Scope();
        using var noGrad = Tape.NoGrad();
        var number = tensor.DType == DType.Float64 ? tensor : tensor.To(DType.Float32);
        // 0 x is NaN for exactly those that are not finite, and so is a sum with them.
        return double.IsFinite(Reduction.Run<Scale, Sum>(number, AxisSplit.Whole(number.Shape), [], new Scale(0)).Item());
    }

    /// <summary>The calls that led to the operation, from where they leave the library.</summary>
    private static string? CallSiteOf(TapeNode node)
    {
        if (node.CallSite is not { } trace) return null;
        var frames = trace.GetFrames()
            .SkipWhile(frame => frame.GetMethod()?.DeclaringType?.Assembly == Assembly.GetExecutingAssembly())
            .Where(frame => frame.HasMethod())
            .Take(FramesShown);
        return string.Concat(frames.Select(frame => $"   at {Describe(frame)}\n"));
    }

    private static string Describe(StackFrame frame)
    {
        var method = frame.GetMethod();
        var place = frame.GetFileName() is { } file ? $" in {file}:line {frame.GetFileLineNumber()}" : "";
        return $"{method?.DeclaringType?.FullName}.{method?.Name}{place}";
    }
}
