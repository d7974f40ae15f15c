using System.CommandLine;
using System.Globalization;
using CsvHelper;
using GpuNet.Cli.Runs;
using GpuNet.Models.Persistence;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet predict</c>: what a run's model says of the rows of a CSV file, as CSV.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder of a run" };
        var data = OptionOf.Text("--data", "A CSV file of features; the target column may be there", "file");
        data.Required = true;
        var output = OptionOf.Text("--output", "Where the predictions go as CSV (default: to standard output)", "file");
        var overwrite = OptionOf.Flag("--overwrite", "Replace the file --output");
        var device = OptionOf.Text("--device", "auto (default), cpu, opencl:0, cuda:0; see 'gpunet devices'", "device");
        var command = new Command("predict", "Predict the targets of a CSV file's rows.") { run, data, output, overwrite, device };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(run),
            parsed.GetRequiredValue(data)!,
            parsed.GetValue(output),
            parsed.GetValue(overwrite),
            parsed.GetValue(device) ?? "auto"));
        return command;
    }

    private static int Run(string runPath, string dataPath, string? output, bool overwrite, string deviceName)
    {
        if (output is not null && File.Exists(output) && !overwrite)
            throw new UserException($"--output: '{output}' is there already. Name another file, or add --overwrite.");
        var folder = RunFolder.Open(runPath);
        var configuration = RunConfiguration.Load(folder.Configuration);
        float[] features = DataSource.LoadFeatures(dataPath, configuration);
        var device = Device.Parse(deviceName);
        var model = ModelLoader.Load(folder, configuration, device);
        var predictions = Predictor.Predict(model, features, configuration.Model.Inputs, device);
        if (output is null)
            Write(Console.Out, predictions, configuration.Data);
        else
            AtomicFile.Write(output, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                Write(writer, predictions, configuration.Data);
            });
        return 0;
    }

    private static void Write(TextWriter target, float[][] outputs, DataConfiguration data)
    {
        using var csv = new CsvWriter(target, CultureInfo.InvariantCulture, leaveOpen: true);
        bool isClassification = data.Classes.Count > 0;
        csv.WriteField("prediction");
        if (isClassification)
            csv.WriteField("probability");
        csv.NextRecord();
        foreach (float[] row in outputs)
        {
            if (isClassification)
            {
                int best = Array.IndexOf(row, row.Max());
                csv.WriteField(data.Classes[best]);
                csv.WriteField(row[best].ToString("R", CultureInfo.InvariantCulture));
            }
            else
            {
                data.TargetScaling!.Invert(row);
                csv.WriteField(row[0].ToString("R", CultureInfo.InvariantCulture));
            }

            csv.NextRecord();
        }
    }
}
