using System.Runtime.InteropServices;
using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// Indices in device memory that turn out to be out of range: kernels note them in a few integers of their own, which are
/// read when the host waits for the device anyway. One object for each device and thread, so that a thread hears of what it
/// has called itself.
/// </summary>
internal sealed class IndexChecks
{
    [ThreadStatic] private static IndexChecks?[]? _ofThread;

    private readonly Device _device;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _faults;
    private readonly List<IndexChecks> _others = [];
    private volatile bool _isPending;

    private IndexChecks(Device device)
    {
        _device = device;
        _faults = device.Accelerator.Allocate1D<int>(IndexSite.All.Length * IndexFault.Length);
        _faults.View.MemSetToZero();
    }

    /// <summary>This thread's checks of a device's work.</summary>
    internal static IndexChecks Of(Device device)
    {
        if (_ofThread is null || _ofThread.Length <= device.Ordinal) Array.Resize(ref _ofThread, device.Ordinal + 1);
        return _ofThread[device.Ordinal] ??= new IndexChecks(device);
    }

    /// <summary>Looks at what this thread has issued to a device, which is done: nothing if no indices were read.</summary>
    /// <exception cref="InvalidIndexException">An index was out of range.</exception>
    internal static void Verify(Device device)
    {
        if (_ofThread is null || device.Ordinal >= _ofThread.Length || _ofThread[device.Ordinal] is not { } checks) return;
        checks.Verify();
        foreach (var other in checks._others) other.Verify();
    }

    /// <summary>Where a kernel that is about to be launched notes an index out of range.</summary>
    internal ArrayView<int> Notes(IndexSite site) =>
        ((ArrayView<int>)_faults.View).SubView(site.Number * IndexFault.Length, IndexFault.Length);

    /// <summary>A launch that reads indices was issued; where launches are done when they return, it is looked at.</summary>
    /// <exception cref="InvalidIndexException">An index was out of range.</exception>
    internal void Issued()
    {
        Recording.Current?.NoteIndexChecks(this);
        _isPending = true;
        if (_device.Kind == DeviceKind.Cpu) Verify();
    }

    /// <summary>The same for a prepared step, whose launches note where they did on the thread that recorded it.</summary>
    /// <exception cref="InvalidIndexException">An index was out of range.</exception>
    internal void IssuedAgain()
    {
        var current = Of(_device);
        if (current != this && !current._others.Contains(this)) current._others.Add(this);
        Issued();
    }

    private void Verify()
    {
        if (!_isPending) return;
        _isPending = false;
        Span<int> faults = stackalloc int[(int)_faults.Length];
        // On the processor the memory is the host's, and each step looks, the smallest ones, too.
        if (_device.Kind == DeviceKind.Cpu)
            for (var i = 0; i < faults.Length; i++) faults[i] = Marshal.ReadInt32(_faults.NativePtr, i * sizeof(int));
        else ((ArrayView<int>)_faults.View).CopyToCPU(in faults);
        foreach (var site in IndexSite.All)
        {
            var fault = faults.Slice(site.Number * IndexFault.Length, IndexFault.Length);
            if (fault[0] == 0 || site == IndexSite.Trusted) continue;
            _faults.View.MemSetToZero();
            throw new InvalidIndexException(site.Operation, site.Argument, fault[1], fault[2]);
        }
    }
}
