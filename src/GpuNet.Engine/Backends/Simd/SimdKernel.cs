using System.Diagnostics;
using System.Reflection.Emit;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// A kernel as dynamic methods, each compiled when a launch first needs it: one for rows of items where groups don't matter,
/// and one for each number of lanes that groups of some size fill.
/// </summary>
internal sealed unsafe class SimdKernel : ICpuKernelCode
{
    /// <summary>
    /// Past about 900 locals in a method, the just-in-time compiler makes calls of vector operations: all at once it runs
    /// thirty times slower, without a word.
    /// </summary>
    public const int MaximumLocals = 850;

    /// <summary>Behind so many methods, launches with arguments of yet another kind share one that fits all.</summary>
    private const int MaximumVariants = 6;

    private readonly KernelProgram program;
    private readonly int maximumLanes;
    private readonly FusedIndex? row;
    private readonly LaunchQuestions questions;
    private readonly LaunchQuestions? rowQuestions;
    private readonly RowSegments segments = RowSegments.None;
    private readonly StreamedStores streamed = StreamedStores.None;
    private readonly long leastStreamedBytes;
    private readonly Lock compiling = new();
    private volatile Variant[] variants = []; // a few: a launch finds its own without a look-up
    private long compileTicks;

    public SimdKernel(KernelProgram program) : this(program, SimdWidth.Maximum) { }

    /// <param name="program">The kernel; it becomes this class's own, and is changed.</param>
    /// <param name="maximumLanes">The most lanes a vector may have.</param>
    /// <param name="leastStreamedBytes">Launches that write so much go past the caches; see <see cref="StreamedStores"/>.</param>
    public SimdKernel(KernelProgram program, int maximumLanes, long? leastStreamedBytes = null)
    {
        (this.program, this.maximumLanes) = (program, maximumLanes);
        this.leastStreamedBytes = leastStreamedBytes ?? StreamedStores.LeastBytes;
        HighProducts.Run(program.Function);
        questions = new LaunchQuestions(program.Function, asksBounds: true);
        row = FusedIndex.Of(program);
        if (row is null)
            return;
        (segments, streamed) = (new RowSegments(row), new StreamedStores(row.Body));
        rowQuestions = new LaunchQuestions(program.Function, asksBounds: false);
    }

    private delegate void Code(long firstGroup, long endGroup, long* frame, ulong* slots);

    private sealed record Variant(Shape Shape, Code Code, ScratchLayout Layout, int Lanes, int Locals);

    /// <summary>What a method is compiled for.</summary>
    private readonly record struct Shape(bool IsRow, int Lanes, bool HasRest, bool IsSegmented, bool Streams)
    {
        /// <summary>Answers to the questions about a launch's arguments; null for a method that any arguments may come to.</summary>
        public long? Answers { get; init; }
    }

    public string Name => program.Name;

    /// <summary>What compiling has taken so far.</summary>
    public TimeSpan CompileTime => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref compileTicks));

    /// <summary>How a launch runs: the lanes of a vector, and the locals of the method.</summary>
    public (int Lanes, int Locals) Describe(in LaunchDimensions dimensions, ulong* slots)
    {
        var variant = Choose(dimensions, slots);
        return (variant.Lanes, variant.Locals);
    }

    public void RunGroups(long firstGroup, long endGroup, in LaunchDimensions dimensions, ulong* slots)
    {
        var variant = Choose(dimensions, slots);
        long* frame = stackalloc long[variant.Layout.FrameSize];
        variant.Layout.Fill(frame, WorkerScratch.Rent(variant.Layout.Bytes(dimensions)), dimensions);
        variant.Code(firstGroup, endGroup, frame, slots);
    }

    private Variant Choose(in LaunchDimensions dimensions, ulong* slots)
    {
        bool isRow = row is not null && dimensions is { GridY: 1, GridZ: 1, GroupY: 1, GroupZ: 1 };
        int lanes = isRow ? maximumLanes : SimdWidth.For(dimensions.GroupX, maximumLanes);
        bool streams = isRow && streamed.Any && lanes > 1 && dimensions.GridX * (long)dimensions.GroupX * streamed.BytesPerItem >= leastStreamedBytes;
        bool isSegmented = isRow && lanes > 1 && segments.Pay(slots, lanes);
        long answers = lanes > 1 ? (isRow ? rowQuestions! : questions).Answer(slots, lanes) : 0;
        var shape = new Shape(isRow, lanes, isRow || dimensions.GroupX % lanes != 0, isSegmented, streams) { Answers = answers };
        return Find(shape) ?? (variants.Length < MaximumVariants ? Add(shape) : Find(shape with { Answers = null }) ?? Add(shape with { Answers = null }));
    }

    private Variant? Find(in Shape shape)
    {
        foreach (var variant in variants)
        {
            if (variant.Shape == shape)
                return variant;
        }

        return null;
    }

    private Variant Add(Shape shape)
    {
        lock (compiling)
        {
            if (Find(shape) is { } added)
                return added;
            var variant = Compile(shape);
            variants = [.. variants, variant];
            return variant;
        }
    }

    /// <summary>Emits less and less until the method has a size that is still optimized, down to one item at a time.</summary>
    private Variant Compile(Shape shape)
    {
        long start = Stopwatch.GetTimestamp();
        var variant = Emit(shape, shape.Lanes, mayRepeat: true);
        if (variant.Locals > MaximumLocals)
            variant = Emit(shape, shape.Lanes, mayRepeat: false);
        if (variant.Locals > MaximumLocals)
            variant = Emit(shape, lanes: 1, mayRepeat: false);
        Interlocked.Add(ref compileTicks, Stopwatch.GetTimestamp() - start);
        KernelCompilation.AddTimeSince(start);
        return variant;
    }

    private Variant Emit(Shape shape, int lanes, bool mayRepeat)
    {
        var layout = new ScratchLayout();
        Type[] parameters = [typeof(long), typeof(long), typeof(long*), typeof(ulong*)];
        // Restricted, because the delegate of such a method is made of machine code: the time is ours, and no launch waits for it later.
        var method = new DynamicMethod(Name, typeof(void), parameters, restrictedSkipVisibility: true);
        var il = new Il(method.GetILGenerator());
        var facts = shape.Answers is { } answers ? (shape.IsRow ? rowQuestions! : questions).Facts(answers, lanes) : ArgumentFacts.None;
        if (shape.IsRow)
        {
            GroupEmitter.Emit(
                il, program, row!, shape.IsSegmented && lanes > 1 ? segments : segments.Whole, lanes,
                shape.Streams && lanes > 1 ? streamed : StreamedStores.None, layout, facts, mayRepeat);
        }
        else
        {
            GroupEmitter.Emit(il, program, lanes, shape.HasRest, layout, facts, mayRepeat);
        }

        return new Variant(shape, method.CreateDelegate<Code>(), layout, lanes, il.Locals);
    }
}
