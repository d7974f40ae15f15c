using System.CommandLine;
using System.CommandLine.Parsing;

namespace GpuNet.Cli.Commands;

/// <summary>The options of <c>train</c>: those of a training, and where it runs, what it leaves and what it tells.</summary>
internal sealed class TrainOptions
{
    private readonly RunOptions _run = new();
    private readonly Option<string?> _device =
        OptionOf.Text("--device", "auto (default), cpu, opencl:0, cuda:0; see 'gpunet devices'", "device");
    private readonly Option<string?> _output =
        OptionOf.Text("--output", "The run's folder (default: a new one under runs/)", "folder");
    private readonly Option<bool> _overwrite =
        OptionOf.Flag("--overwrite", "Replace the run that is in --output");
    private readonly Option<string?> _resume =
        OptionOf.Text("--resume", "Go on with a run that was broken off; with --epochs, to more epochs than it had", "run");
    private readonly Option<bool> _summary =
        OptionOf.Flag("--summary", "Show the model layer by layer: shapes, parameters, FLOPs, memory");
    private readonly Option<bool> _verbose =
        OptionOf.Flag("--verbose", "Tell where the time went: kernels compiled, and all since the process started");

    public void AddTo(Command command)
    {
        _run.AddTo(command);
        Option[] own = [_device, _output, _overwrite, _resume, _summary, _verbose];
        foreach (var option in own)
            command.Options.Add(option);
    }

    public TrainSettings Read(ParseResult parsed) => new(
        _run.Read(parsed),
        parsed.GetValue(_device) ?? "auto",
        parsed.GetValue(_output),
        parsed.GetValue(_overwrite),
        parsed.GetValue(_summary),
        parsed.GetValue(_verbose));

    /// <summary>What to go on with, if that is what is asked for.</summary>
    /// <exception cref="UserException">There are options beside that the run's own configuration decides.</exception>
    public ResumeSettings? ReadResume(ParseResult parsed)
    {
        if (parsed.GetValue(_resume) is not { } run)
            return null;
        Option[] allowed = [_resume, _run.Epochs, _device, _summary, _verbose];
        var other = parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(
            result => !result.Implicit && !allowed.Contains(result.Option));
        return other is null
            ? new ResumeSettings(
                run, parsed.GetValue(_device), parsed.GetValue(_run.Epochs), parsed.GetValue(_summary), parsed.GetValue(_verbose))
            : throw new UserException($"--resume: the run's own configuration decides {other.Option.Name}; leave it out.");
    }
}
