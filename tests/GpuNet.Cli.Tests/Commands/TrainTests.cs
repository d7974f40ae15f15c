using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Cli.Tests.Commands;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_learns_the_digits_and_tells_where_the_time_went()
    {
        var result = GpuNetProgram.Run(_folder.Path, "train", "--device", "cpu", "--verbose");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Contains("test  │", result.Output, StringComparison.Ordinal);
        Assert.Contains("s since the process started.", result.Output, StringComparison.Ordinal);
#if EMBEDDED_ENGINE
        Assert.Matches(@"[1-9]\d* kernels compiled in \d+\.\d\d s\.", result.Output);
#endif
        string run = Assert.Single(Directory.GetDirectories(_folder.File("runs")));
        var last = Metrics(Path.Combine(run, "metrics.jsonl"))[^1];
        Assert.InRange(last.GetProperty("testAccuracy").GetDouble(), 0.97, 1);
    }

    [Theory]
    [EveryDevice]
    public void A_run_gives_the_same_bits_on_every_device_and_every_time(string device)
    {
        string[] options = "--epochs 2 --hidden 16,8 --batch-norm --activation tanh --dropout 0.1 --l1 1e-4 --l2 1e-3 --seed 7".Split(' ');
        foreach (var (name, on) in new[] { ("reference", "cpu"), ("run", device), ("again", device) })
        {
            var result = GpuNetProgram.Run(_folder.Path, ["train", "--device", on, "--output", name, .. options]);
            Assert.True(result.ExitCode == 0, result.Error);
        }

        foreach (string name in new[] { "run", "again" })
        {
            Assert.Equal(Losses("reference"), Losses(name));
            Assert.Equal(
                Convert.ToHexString(File.ReadAllBytes(_folder.File("reference", "model.safetensors"))),
                Convert.ToHexString(File.ReadAllBytes(_folder.File(name, "model.safetensors"))));
        }
    }

    [Theory]
    [InlineData("tf32")]
    [InlineData("bf16")]
    [InlineData("fp16")]
    public void A_run_in_another_precision_learns_as_well_and_its_folder_says_so(string precision)
    {
        var result = GpuNetProgram.Run(_folder.Path, "train", "--device", "cpu", "--output", "run", "--epochs", "10", "--precision", precision);

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.InRange(Metrics(_folder.File("run", "metrics.jsonl"))[^1].GetProperty("testAccuracy").GetDouble(), 0.96, 1);
        using var configuration = JsonDocument.Parse(File.ReadAllText(_folder.File("run", "config.json")));
        Assert.Equal(precision, configuration.RootElement.GetProperty("training").GetProperty("precision").GetString());
        Assert.Equal(0, GpuNetProgram.Run(_folder.Path, "evaluate", "run").ExitCode);
    }

    [Fact]
    public void Any_optimizer_and_schedule_may_be_asked_for()
    {
        string[] options = "--epochs 4 --optimizer schedule_free_adamw --schedule one_cycle --weight-decay 0.01 --clip-norm 1 --lr 0.01 --summary".Split(' ');
        var result = GpuNetProgram.Run(_folder.Path, ["train", "--device", "cpu", "--output", "run", .. options]);

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.InRange(Metrics(_folder.File("run", "metrics.jsonl"))[^1].GetProperty("testAccuracy").GetDouble(), 0.9, 1);
        Assert.Contains("Memory: parameters 37.54 KiB, gradients 37.54 KiB, optimizer", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_and_predict_go_on_where_train_ended()
    {
        Assert.Equal(0, GpuNetProgram.Run(_folder.Path, "train", "--epochs", "2", "--output", "run").ExitCode);
        double accuracy = Metrics(_folder.File("run", "metrics.jsonl"))[^1].GetProperty("testAccuracy").GetDouble();

        var evaluation = GpuNetProgram.Run(_folder.Path, "evaluate", "run");
        Assert.Contains(accuracy.ToString("F4", CultureInfo.InvariantCulture), evaluation.Output, StringComparison.Ordinal);

        var digits = Digits.Load();
        File.WriteAllLines(
            _folder.File("digits.csv"), Enumerable.Range(0, 100).Select(row => string.Join(',', digits.Row(row).ToArray())));
        string[] lines = Predict("digits.csv");
        Assert.Equal("prediction,probability", lines[0]);
        int right = lines[1..].Index().Count(line => line.Item.StartsWith($"{digits.Labels[line.Index]},", StringComparison.Ordinal));
        Assert.InRange(right / 100.0, accuracy - 0.1, 1);

        Assert.Equal(0, GpuNetProgram.Run(_folder.Path, "predict", "run", "--data", "digits.csv", "--output", "out.csv").ExitCode);
        Assert.Equal(lines, File.ReadAllLines(_folder.File("out.csv")));
    }

    [Fact]
    public void A_csv_file_with_class_names_is_learned_and_predicted()
    {
        var rows = Enumerable.Range(0, 100).Select(i => (X: 0.5 * Math.Sin(i), Y: 1000 * Math.Cos(i), IsLeft: i % 2 == 0));
        _folder.Write("points.csv", "x,y,side\n" + string.Concat(rows.Select(row => row.IsLeft
            ? string.Create(CultureInfo.InvariantCulture, $"{row.X - 1},{row.Y},left\n")
            : string.Create(CultureInfo.InvariantCulture, $"{row.X + 1},{row.Y},right\n"))));
        var result = GpuNetProgram.Run(
            _folder.Path, "train --data points.csv --target side --hidden 8 --epochs 30 --lr 0.01 --output run".Split(' '));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(1, Metrics(_folder.File("run", "metrics.jsonl"))[^1].GetProperty("testAccuracy").GetDouble());
        _folder.Write("new.csv", "x,y\n-1.2,3\n1.2,-500\n");
        string[] lines = Predict("new.csv");
        Assert.StartsWith("left,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("right,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_csv_file_with_numbers_is_fitted_and_predicted_in_its_own_units()
    {
        _folder.Write("line.csv", string.Concat(Enumerable.Range(0, 200).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{i / 10.0},{5000.5 + (300 * i / 10.0)}\n"))));
        var result = GpuNetProgram.Run(
            _folder.Path, "train", "--data", "line.csv", "--hidden", "none", "--epochs", "60", "--lr", "0.02", "--output", "run");

        Assert.True(result.ExitCode == 0, result.Error);
        _folder.Write("new.csv", "10\n");
        string[] lines = Predict("new.csv");
        Assert.Equal("prediction", lines[0]);
        Assert.Equal(8000.5, double.Parse(lines[1], CultureInfo.InvariantCulture), tolerance: 20);
    }

    [Fact]
    public void A_run_is_replaced_only_when_asked_to()
    {
        string[] command = ["train", "--epochs", "1", "--output", "run"];
        Assert.Equal(0, GpuNetProgram.Run(_folder.Path, command).ExitCode);
        string before = _folder.Snapshot();

        var refused = GpuNetProgram.Run(_folder.Path, command);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Snapshot());
        Assert.Equal(0, GpuNetProgram.Run(_folder.Path, [.. command, "--overwrite", "--seed", "9"]).ExitCode);
        Assert.NotEqual(before, _folder.Snapshot());
    }

    [Fact]
    public void A_resumed_run_ends_where_one_without_a_break_ends()
    {
        string[] options = "--hidden 16 --batch-norm --dropout 0.1 --l2 1e-3 --seed 7 --device cpu".Split(' ');
        foreach (var (name, epochs) in new[] { ("whole", "4"), ("part", "2") })
            Assert.Equal(0, GpuNetProgram.Run(_folder.Path, ["train", "--output", name, "--epochs", epochs, .. options]).ExitCode);
        // An epoch that was written down, but whose training was not saved, is made again.
        File.AppendAllText(_folder.File("part", "metrics.jsonl"), File.ReadLines(_folder.File("whole", "metrics.jsonl")).Last() + "\n");
        var resumed = GpuNetProgram.Run(_folder.Path, "train", "--resume", "part", "--epochs", "4");

        Assert.Equal((0, string.Empty), (resumed.ExitCode, resumed.Error));
        Assert.Equal(Losses("whole"), Losses("part"));
        foreach (string file in new[] { "model.safetensors", "config.json" })
        {
            Assert.Equal(
                Convert.ToHexString(File.ReadAllBytes(_folder.File("whole", file))),
                Convert.ToHexString(File.ReadAllBytes(_folder.File("part", file))));
        }

        var over = GpuNetProgram.Run(_folder.Path, "train", "--resume", "part");
        Assert.Equal(2, over.ExitCode);
        Assert.Contains("--epochs", over.Error, StringComparison.Ordinal);
        var other = GpuNetProgram.Run(_folder.Path, "train", "--resume", "part", "--epochs", "5", "--lr", "1");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("--lr", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_c_leaves_a_model_that_can_be_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no 'kill' on Windows.");
        using var training = GpuNetProgram.Start(_folder.Path, "train", "--epochs", "100000", "--output", "run");
        string? line;
        do
        {
            line = training.StandardOutput.ReadLine();
        }
        while (line?.StartsWith("epoch", StringComparison.Ordinal) is false);
        var second = GpuNetProgram.Run(_folder.Path, "train", "--output", "run", "--overwrite");
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("'run' cannot be trained in", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
        using var kill = Process.Start("kill", ["-INT", $"{training.Id}"]);
        string rest = training.StandardOutput.ReadToEnd();
        GpuNetProgram.WaitForEnd(training);

        Assert.Equal(130, training.ExitCode);
        Assert.Contains("Stopped after", rest, StringComparison.Ordinal);
        Assert.Contains("Go on with: gpunet train --resume run", rest, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("run", "run.lock")));
        Assert.Empty(training.StandardError.ReadToEnd());
        var evaluation = GpuNetProgram.Run(_folder.Path, "evaluate", "run");
        Assert.True(evaluation.ExitCode == 0, evaluation.Error);
    }

    private static List<JsonElement> Metrics(string path) =>
        [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];

    private string[] Losses(string run) => [.. Metrics(_folder.File(run, "metrics.jsonl")).Select(epoch => string.Join(
        ' ', new[] { "trainLoss", "testLoss", "testAccuracy" }.Select(name => epoch.GetProperty(name).GetRawText())))];

    private string[] Predict(string data) => GpuNetProgram.Run(_folder.Path, "predict", "run", "--data", data).Output
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
