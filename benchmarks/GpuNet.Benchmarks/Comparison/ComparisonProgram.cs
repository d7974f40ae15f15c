using System.Globalization;
using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Comparison;

/// <summary>
/// The quick mode, for scripts: <c>compare [--device name]... [--rounds n] [--sample-ms n] [--limit n] [workload...]</c> prints a
/// line "workload system median_ms cpu_ms" for each workload on each system, systems taking turns. With <c>--serve</c> there
/// is one system, and workloads come line by line on standard input: each is answered by one sample at once, so that a script can
/// let us take turns with other programs. <c>--list</c> prints "workload bytes
/// operations" and measures nothing. Without workloads named, all are meant.
/// </summary>
internal sealed class ComparisonProgram
{
    private readonly IReadOnlyList<Workload> _workloads;
    private readonly List<string> _names = [];
    private readonly List<ISystem> _systems = [];
    private readonly TimeSpan _sampleTime = TimeSpan.FromMilliseconds(100);
    private readonly int _rounds = 5;
    private readonly bool _serves;
    private readonly bool _lists;

    private ComparisonProgram(string[] options)
    {
        int limit = WorkloadCatalog.Unlimited;
        List<string> systems = [];
        for (int i = 0; i < options.Length; i++)
        {
            switch (options[i])
            {
                case "--serve": _serves = true; break;
                case "--list": _lists = true; break;
                case "--device": systems.Add(Options.Next(options, ref i)); break;
                case "--rounds": _rounds = Options.Number(options, ref i); break;
                case "--sample-ms": _sampleTime = TimeSpan.FromMilliseconds(Options.Number(options, ref i)); break;
                case "--limit": limit = Options.Number(options, ref i); break;
                default: _names.Add(options[i]); break;
            }
        }

        _workloads = [.. WorkloadCatalog.All(limit)];
        _systems.AddRange((systems.Count > 0 ? systems : SelectedDevices.Ids).Select(Open));
        if (_names.Count == 0)
            _names.AddRange(_workloads.Select(workload => workload.Name));
        foreach (string name in _names)
        {
            if (_workloads.All(workload => workload.Name != name))
                throw new ArgumentException($"There is no workload '{name}'; there are {string.Join(", ", _workloads)}.");
        }
    }

    /// <summary>Runs the mode; returns the exit code.</summary>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public static int Run(string[] options, TextReader input, TextWriter output)
    {
        var program = new ComparisonProgram(options);
        if (program._lists)
            program.List(output);
        else if (program._serves)
            program.Serve(input, output);
        else
            program.Compare(output);
        return 0;
    }

    private void List(TextWriter output)
    {
        foreach (var (name, amount, _) in _workloads.Where(workload => _names.Contains(workload.Name)))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {amount.Bytes:F0} {amount.Operations:F0}"));
    }

    private void Compare(TextWriter output)
    {
        foreach (string name in _names)
        {
            var samplers = _systems.Select(system => (System: system, Sampler: SamplerOf(system, name))).ToArray();
            var samples = samplers.Select(_ => new List<Sample>()).ToArray();
            for (int round = 0; round < _rounds; round++)
            {
                for (int i = 0; i < samplers.Length; i++)
                {
                    if (samplers[i].Sampler is { } sampler)
                        samples[i].Add(sampler.Take());
                }
            }

            for (int i = 0; i < samplers.Length; i++)
            {
                string system = samplers[i].System.Name;
                output.WriteLine(samples[i].Count > 0 ? Sample.Median(samples[i]).ToLine(name, system) : Sample.NoLine(name, system));
            }

            // Whoever ends us has what was measured.
            output.Flush();
        }
    }

    private void Serve(TextReader input, TextWriter output)
    {
        var system = _systems.Count == 1
            ? _systems[0]
            : throw new ArgumentException("--serve needs exactly one --device.");
        string current = "";
        Sampler? sampler = null;
        while (input.ReadLine() is { } name)
        {
            if (name != current)
            {
                sampler = null;
                sampler = SamplerOf(system, name);
                current = name;
            }

            output.WriteLine(sampler?.Take().ToLine(name, system.Name) ?? Sample.NoLine(name, system.Name));
            output.Flush();
        }
    }

    private Sampler? SamplerOf(ISystem system, string workload)
    {
        system.Release();
        return system.Prepare(workload) is { } work ? new Sampler(system, work, _sampleTime) : null;
    }

    private ISystem Open(string name) =>
        name == TensorPrimitivesSystem.SystemName ? new TensorPrimitivesSystem() : new DeviceSystem(Device.Parse(name), _workloads);
}
