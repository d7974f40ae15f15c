using System.Security.Cryptography;
using GpuNet.Models.Data;

namespace GpuNet.Cli.Runs;

/// <summary>The data of a run, as the model sees it.</summary>
/// <param name="Split">Scaled rows to learn from and to test on.</param>
/// <param name="Configuration">What reproduces it.</param>
internal sealed record PreparedData(Split Split, DataConfiguration Configuration);

/// <summary>Finds and prepares the data that <c>--data</c> names.</summary>
internal static class DataSource
{
    public const string Digits = "digits";
    public const string FashionMnist = "fashion-mnist";

    public static bool IsCsv(string source) => source is not (Digits or FashionMnist);

    /// <summary>Loads data for training, and learns its scaling from the training rows.</summary>
    public static PreparedData Prepare(string source, string? target, TargetKind kind, double testFraction, ulong seed)
    {
        if (!IsCsv(source) && (target is not null || kind != TargetKind.Auto))
            throw new UserException($"--target and --task are for CSV files; '{source}' has targets of its own.");
        return source switch
        {
            Digits => Prepare(
                Split.Stratified(Models.Data.Digits.Load(), testFraction, seed),
                new DataConfiguration(source, null, [], testFraction, FeatureScaling.Uniform(1 / Models.Data.Digits.MaxPixel), null)),
            FashionMnist => Prepare(
                LoadFashionMnist(),
                new DataConfiguration(source, null, [], null, FeatureScaling.Uniform(1 / Models.Data.FashionMnist.MaxPixel), null)),
            _ => PrepareCsv(source, target, kind, testFraction, seed),
        };
    }

    /// <summary>Loads what a run was trained and tested on, scaled as it was.</summary>
    /// <exception cref="UserException">The CSV file is not what it was.</exception>
    public static Split LoadSplit(DataConfiguration configuration, ulong seed)
    {
        if (configuration.Sha256 is { } digest && File.Exists(configuration.Source) && digest != Digest(configuration.Source))
        {
            throw new UserException(
                $"'{configuration.Source}' has changed since the run began: which rows were held out is not known any more. "
                + "Put the file back, train anew, or evaluate with --data.");
        }

        return Scaled(configuration.Source switch
        {
            FashionMnist => LoadFashionMnist(),
            Digits => Parted(Models.Data.Digits.Load()),
            _ => Parted(LoadCsv(configuration.Source, configuration)),
        }, configuration);

        Split Parted(Dataset all) => Split.Stratified(all, configuration.TestFraction ?? 0.2, seed);
    }

    /// <summary>Loads all rows of a CSV file with targets, scaled as a run's data was.</summary>
    public static Dataset LoadAll(string path, DataConfiguration configuration) =>
        configuration.FeatureScaling.Apply(LoadCsv(path, configuration), configuration.TargetScaling);

    /// <summary>Loads the features of a CSV file, with or without the target column, scaled as a run's were.</summary>
    public static float[] LoadFeatures(string path, RunConfiguration configuration)
    {
        var table = ReadTable(path);
        int inputs = configuration.Model.Inputs;
        int? target = table.ColumnCount == inputs + 1 ? table.FindColumn(configuration.Data.Target ?? "-1") : null;
        if (target is null && table.ColumnCount != inputs)
            throw new DataFormatException(path, $"it has {table.ColumnCount} columns, the model takes {inputs} features");
        return configuration.Data.FeatureScaling.Map(CsvDataset.Features(table, except: target));
    }

    private static PreparedData Prepare(Split split, DataConfiguration configuration) =>
        new(Scaled(split, configuration), configuration with { Classes = split.Train.ClassNames });

    private static Split Scaled(Split split, DataConfiguration configuration) => new(
        configuration.FeatureScaling.Apply(split.Train, configuration.TargetScaling),
        configuration.FeatureScaling.Apply(split.Test, configuration.TargetScaling));

    private static PreparedData PrepareCsv(string path, string? target, TargetKind kind, double testFraction, ulong seed)
    {
        var table = ReadTable(path);
        target ??= "-1";
        var data = CsvDataset.Create(table, table.FindColumn(target), kind);
        if (data.ClassNames.Count == 1)
            throw new DataFormatException(path, $"every row's target is '{data.ClassNames[0]}', there is nothing to learn");
        if (data.Count < 2)
            throw new DataFormatException(path, "it has one row; training and testing need at least one each");
        if (data.ClassNames.Count == data.Count)
            throw new DataFormatException(path, "each target is a class with one row; a class needs two, to learn from and to test on (numbers to predict: --task regression)");
        var split = Split.Stratified(data, testFraction, seed);
        return Prepare(split, new DataConfiguration(
            Path.GetFullPath(path),
            target,
            data.ClassNames,
            testFraction,
            FeatureScaling.Standardize(split.Train),
            data.IsClassification ? null : FeatureScaling.StandardizeTargets(split.Train),
            Digest(path)));
    }

    private static Dataset LoadCsv(string path, DataConfiguration configuration)
    {
        var table = ReadTable(path);
        bool isClassification = configuration.Classes.Count > 0;
        return CsvDataset.Create(
            table,
            table.FindColumn(configuration.Target ?? "-1"),
            isClassification ? TargetKind.Classes : TargetKind.Numbers,
            isClassification ? configuration.Classes : null);
    }

    private static string Digest(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static CsvTable ReadTable(string path) => File.Exists(path)
        ? CsvTable.Read(path)
        : throw new UserException($"--data: '{path}' is not {Digits}, {FashionMnist}, or a file that exists.");

    private static Split LoadFashionMnist() => Models.Data.FashionMnist.Load();
}
