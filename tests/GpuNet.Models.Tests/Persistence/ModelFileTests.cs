using System.ComponentModel;
using System.Diagnostics;
using GpuNet.Kernels;
using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Persistence;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_and_shapes_are_those_of_torch()
    {
        string path = _folder.File("model.safetensors");
        ModelFile.Save(Network(seed: 1), path);

        using var torch = SafetensorsFile.Open(SafetensorsFileTests.Fixture("network.safetensors"));
        using var ours = SafetensorsFile.Open(path);
        Assert.Equal(
            torch.Entries.Select(entry => $"{entry.Name} {entry.DType} {entry.ShapeText}").Order(),
            ours.Entries.Select(entry => $"{entry.Name} {entry.DType} {entry.ShapeText}").Order());
    }

    [Theory]
    [EveryDevice]
    public void A_network_that_torch_saved_computes_what_it_computes_in_torch(string device)
    {
        var model = Network(seed: 1, Device.Parse(device));
        ModelFile.Load(model, SafetensorsFileTests.Fixture("network.safetensors"));
        model.Evaluate();

        using var io = SafetensorsFile.Open(SafetensorsFileTests.Fixture("network_io.safetensors"));
        var outputs = model.Forward(Tensor.From<float>(io.ReadSingles("inputs"), [5, 4], Device.Parse(device)));
        double[] expected = Array.ConvertAll(io.ReadSingles("outputs"), value => (double)value);
        Near.AssertWithin(relative: 1e-5, absolute: 1e-6, expected, outputs.ToArray());
    }

    [Fact]
    public void An_independent_script_reads_what_we_saved_and_computes_the_same()
    {
        // Debian's python3 first: it is the one that may have torch, which the script uses where it is.
        string? python = Array.Find(["/usr/bin/python3", "python3"], candidate => Run(candidate, "--version") is not null);
        Assert.SkipWhen(python is null, "No python3 on this machine.");

        var model = Network(seed: 2);
        model.Forward(new Generator(seed: 3).Normal([32, 4], mean: 1, deviation: 2));
        model.Evaluate();
        var inputs = new Generator(seed: 4).Normal([6, 4]);
        ModelFile.Save(model, _folder.File("model.safetensors"));
        SafetensorsWriter.Write(
            _folder.File("io.safetensors"),
            [
                SafetensorsTensor.Create("inputs", [6, 4], inputs.ToArray().AsSpan()),
                SafetensorsTensor.Create("outputs", [6, 2], model.Forward(inputs).ToArray().AsSpan()),
            ]);

        string script = Path.Combine(AppContext.BaseDirectory, "Persistence", "check_ours.py");
        string? answer = Run(python, "-B", script, _folder.File("model.safetensors"), _folder.File("io.safetensors"));
        Assert.StartsWith("same", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_saved_is_loaded_to_the_bit()
    {
        var saved = Network(seed: 1);
        saved.Forward(new Generator(seed: 3).Normal([32, 4], 0, 1));
        ModelFile.Save(saved, _folder.File("model.safetensors"));
        var loaded = Network(seed: 2);
        ModelFile.Load(loaded, _folder.File("model.safetensors"));

        Assert.Equal(State(saved), State(loaded));
        ModelFile.Save(loaded, _folder.File("again.safetensors"));
        Assert.Equal(File.ReadAllBytes(_folder.File("model.safetensors")), File.ReadAllBytes(_folder.File("again.safetensors")));
    }

    [Fact]
    public void A_file_for_another_model_is_refused_and_changes_nothing()
    {
        string path = _folder.File("model.safetensors");
        var random = new Generator(seed: 0);
        var model = Network(seed: 1);
        string before = State(model);

        ModelFile.Save(new Sequential(new Linear(4, 3, random)), path);
        Refuses("it has no tensor '1.weight'");
        ModelFile.Save(new Sequential([.. Network(seed: 5), new Linear(2, 2, random)]), path);
        Refuses("is not part of the model");
        ModelFile.Save(Network(seed: 5, outputs: 7), path);
        Refuses("has shape [7, 3], the model needs [2, 3]");
        var integers = Network(seed: 5).State.Select(entry => entry.Save(entry.Name)).Select(tensor =>
            tensor.Name == "4.bias" ? tensor with { DType = SafetensorsDType.I32 } : tensor);
        SafetensorsWriter.Write(path, integers);
        Refuses("tensor '4.bias' is I32, expected a floating-point type");

        void Refuses(string reason)
        {
            var error = Assert.Throws<CheckpointFormatException>(() => ModelFile.Load(model, path));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, State(model));
        }
    }

    private static Sequential Network(ulong seed, Device? device = null, int outputs = 2)
    {
        var random = new Generator(seed);
        return new Sequential(
            new Linear(4, 3, random, device: device),
            new BatchNorm1d(3, device: device),
            new Activation<Relu>(),
            new Dropout(0.5, random),
            new Linear(3, outputs, random, device: device));
    }

    private static string State(Module model) => string.Join(
        '\n', model.State.Select(entry => $"{entry.Name} {Convert.ToHexString(entry.Save(entry.Name).Data.Span)}"));

    /// <summary>What a program printed, errors included; null if there is no such program.</summary>
    private static string? Run(string executable, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(executable, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return output.GetAwaiter().GetResult() + errors;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
