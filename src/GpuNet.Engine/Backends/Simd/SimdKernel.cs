using System.Diagnostics;
using System.Reflection.Emit;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>A kernel compiled to dynamic methods, when it is first launched: one for rows of items where groups don't matter, one for groups.</summary>
internal sealed unsafe class SimdKernel : ICpuKernelCode
{
    private readonly Lazy<Variant> groups;
    private readonly Lazy<Variant>? row;
    private long compileTicks;

    public SimdKernel(KernelProgram program)
    {
        Name = program.Name;
        groups = new(() => Compile((il, layout) => GroupEmitter.Emit(il, program, layout)));
        if (FusedIndex.Of(program) is { } index)
            row = new(() => Compile((il, layout) => GroupEmitter.Emit(il, program, index, layout)));
    }

    private delegate void Code(long firstGroup, long endGroup, long* frame, ulong* slots);

    private sealed record Variant(Code Code, ScratchLayout Layout);

    public string Name { get; }

    /// <summary>What compiling has taken so far.</summary>
    public TimeSpan CompileTime => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref compileTicks));

    public void RunGroups(long firstGroup, long endGroup, in LaunchDimensions dimensions, ulong* slots)
    {
        bool isRow = dimensions is { GridY: 1, GridZ: 1, GroupY: 1, GroupZ: 1 };
        var variant = (isRow && row is not null ? row : groups).Value;
        long* frame = stackalloc long[variant.Layout.FrameSize];
        variant.Layout.Fill(frame, WorkerScratch.Rent(variant.Layout.Bytes(dimensions)), dimensions);
        variant.Code(firstGroup, endGroup, frame, slots);
    }

    private Variant Compile(Action<Il, ScratchLayout> emit)
    {
        long start = Stopwatch.GetTimestamp();
        var layout = new ScratchLayout();
        var method = new DynamicMethod(Name, typeof(void), [typeof(long), typeof(long), typeof(long*), typeof(ulong*)], typeof(SimdKernel).Module, skipVisibility: true);
        emit(new Il(method.GetILGenerator()), layout);
        var code = method.CreateDelegate<Code>();
        Interlocked.Add(ref compileTicks, Stopwatch.GetTimestamp() - start);
        return new Variant(code, layout);
    }
}
