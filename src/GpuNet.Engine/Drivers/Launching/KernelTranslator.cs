using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;
using ILGPU;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>From a request to optimized IR: the part of compiling that all devices share.</summary>
internal static class KernelTranslator
{
    /// <param name="request">The kernel, with the values of its specialized parameters.</param>
    /// <param name="settings">Those of the context. With a verifier, it checks the IR after every pass.</param>
    /// <param name="hasWarps">False where a warp is one work-item.</param>
    /// <exception cref="KernelCompilationException">The kernel contains what no device can run.</exception>
    public static KernelProgram Translate(KernelRequest request, ContextProperties settings, bool hasWarps = false)
    {
        var index = IndexOf(request.Signature.IndexType);
        var constants = new Dictionary<int, long>();
        if (!request.Constants.IsEmpty)
        {
            foreach (var (slot, value) in request.Constants)
                constants.Add(slot, (long)value);
        }

        var function = KernelCompiler.Compile(request.Signature.Method, index, hasWarps, constants, settings);
        try
        {
            return Optimizer.Run(function, index, constants, settings.EnableVerifier);
        }
        catch (MixedAddressSpacesException exception)
        {
            var place = exception.Location ?? new SourceLocation(request.Signature.Name, 0);
            throw new KernelCompilationException(request.Signature.Name, [$"{place.Method}, IL_{place.ILOffset:x4}: {exception.Message}"]);
        }
    }

    /// <summary>The same kernel with several neighbouring items a thread, if it is an elementwise one of a 1D index; otherwise as it is.</summary>
    /// <param name="program">The kernel; it is changed.</param>
    /// <param name="settings">Those of the context.</param>
    /// <returns>The kernel, and how many items a thread runs.</returns>
    public static (KernelProgram Program, int Items) Widen(KernelProgram program, ContextProperties settings)
    {
        if (program.Index != KernelIndex.Index1D || !WidenItems.TryRun(program.Function))
            return (program, 1);
        if (settings.EnableVerifier)
            Verifier.Verify(program.Function, nameof(WidenItems));
        return (new KernelProgram(program.Function, Structurizer.Run(program.Function), program.Index), WidenItems.Items);
    }

    private static KernelIndex IndexOf(IndexType type) => type switch
    {
        IndexType.Index1D => KernelIndex.Index1D,
        IndexType.Index2D => KernelIndex.Index2D,
        IndexType.Index3D => KernelIndex.Index3D,
        IndexType.LongIndex1D => KernelIndex.LongIndex1D,
        IndexType.LongIndex2D => KernelIndex.LongIndex2D,
        IndexType.LongIndex3D => KernelIndex.LongIndex3D,
        _ => KernelIndex.Explicit,
    };
}
