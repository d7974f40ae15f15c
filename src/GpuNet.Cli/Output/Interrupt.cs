using System.Runtime.InteropServices;

namespace GpuNet.Cli.Output;

/// <summary>Turns Ctrl-C (and a request to terminate) into a cancellation, so that work can end in order.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel)];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        // A second Ctrl-C ends the program as it would without this.
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
