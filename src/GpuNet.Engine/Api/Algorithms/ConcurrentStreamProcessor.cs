using ILGPU.Runtime;
using ILGPU.Util;

namespace ILGPU.Algorithms;

/// <summary>Runs numbered actions on streams of its own, each stream's share on a thread.</summary>
public class ConcurrentStreamProcessor : DisposeBase
{
    private readonly Accelerator accelerator;
    private readonly AcceleratorStream[] streams;

    // Without a number, a stream for each processor.
    public ConcurrentStreamProcessor(
        Accelerator accelerator,
        int maxNumConcurrentStreams = 0,
        Func<Accelerator, AcceleratorStream>? streamProvider = null)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentOutOfRangeException.ThrowIfNegative(maxNumConcurrentStreams);
        this.accelerator = accelerator;
        MaxNumConcurrentStreams = maxNumConcurrentStreams == 0 ? Environment.ProcessorCount : maxNumConcurrentStreams;
        streams = new AcceleratorStream[MaxNumConcurrentStreams];
        for (var i = 0; i < streams.Length; ++i)
            streams[i] = streamProvider?.Invoke(accelerator) ?? accelerator.CreateStream();
    }

    public int MaxNumConcurrentStreams { get; }

    public void ProcessConcurrently(int numActions, Action<AcceleratorStream, int> action) =>
        ProcessConcurrently(null, numActions, action);

    // Begins when the given stream has done what it has, and returns when all actions' streams have.
    public void ProcessConcurrently(AcceleratorStream? stream, int numActions, Action<AcceleratorStream, int> action)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numActions);
        ArgumentNullException.ThrowIfNull(action);
        (stream ?? accelerator.DefaultStream).Synchronize();
        var next = -1;
        Parallel.For(0, Math.Min(numActions, streams.Length), share =>
        {
            using var binding = accelerator.BindScoped();
            for (var index = Interlocked.Increment(ref next); index < numActions; index = Interlocked.Increment(ref next))
                action(streams[share], index);
            streams[share].Synchronize();
        });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var stream in streams)
                stream.Dispose();
        }
        base.Dispose(disposing);
    }
}
