using System.Buffers.Binary;
using System.Text;
using GpuNet.TestKit;

namespace GpuNet.Cli.Tests.Commands;

/// <summary>Whatever is wrong with what the user gives: one line that says what and where, exit code 2, nothing written.</summary>
public sealed class BadInputTests : IClassFixture<BadInputTests.TrainedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainedRun _run;

    public BadInputTests(TrainedRun run) => _run = run;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "nothing.csv", "'nothing.csv' is not digits, fashion-mnist, or a file that exists")]
    [InlineData("", "fashion-mnist --device nowhere:7", "nowhere:7")]
    [InlineData("", "digits --device nowhere", "nowhere")]
    [InlineData("", "digits --device opencl:99", "opencl:99")]
    [InlineData("", "digits --target x", "--target and --task are for CSV files")]
    [InlineData("", "digits --epochs 0", "--epochs: '0' is not a whole number from 1")]
    [InlineData("", "digits --epochs many", "--epochs: 'many'")]
    [InlineData("", "digits --lr -1", "--lr: '-1' is not a number above 0")]
    [InlineData("", "digits --lr NaN", "--lr: 'NaN'")]
    [InlineData("", "digits --dropout 1", "--dropout: '1'")]
    [InlineData("", "digits --hidden 64,x", "--hidden: '64,x'")]
    [InlineData("", "digits --hidden 1000000,1000000", "--hidden: the model has more than")]
    [InlineData("", "digits --activation rleu", "--activation: 'rleu' is not one of")]
    [InlineData("", "digits --optimizer adagard", "--optimizer: 'adagard' is not one of adadelta, adagrad, adam,")]
    [InlineData("", "digits --optimizer rprop --weight-decay 0.1", "--weight-decay: the optimizer 'rprop' knows none")]
    [InlineData("", "digits --schedule cosin", "--schedule: 'cosin' is not one of none, cosine, linear, one_cycle")]
    [InlineData("", "digits --clip-norm 0", "--clip-norm: '0' is not a number above 0")]
    [InlineData("", "digits --batch-norm --batch-size 1", "--batch-norm: batches of at least two rows")]
    [InlineData("", "digits --frobnicate", "--frobnicate")]
    [InlineData("", "digits --learning-rate 0.1", "'--learning-rate' is no command or option here. See 'gpunet train --help'.")]
    [InlineData("", "digits --output data.csv/run", "--output: the folder 'data.csv/run' cannot be made")]
    [InlineData("", "digits --output data.csv", "'data.csv' is a file")]
    [InlineData("a,b\n1,2\n1,2,3\n", "data.csv", "data.csv: line 3 has 3 cells")]
    [InlineData("a,b\n1,x\ny,x\n", "data.csv", "line 3, column 'a': 'y' is not a finite number")]
    [InlineData("a,b\n1,x\n2,z\n", "data.csv --task regression", "line 2, column 'b': 'x' is not a finite number")]
    [InlineData("a,b\n1,x\n2,z\n", "data.csv --target c", "it has no column 'c'; columns are a, b")]
    [InlineData("a,b\n1,x\n2,x\n", "data.csv", "every row's target is 'x'")]
    [InlineData("a,b\n", "data.csv", "it has no rows of data")]
    [InlineData("a,b\n1,0.5\n", "data.csv", "it has one row")]
    [InlineData("a,b\n1,x\n2,y\n", "data.csv", "each target is a class with one row")]
    [InlineData("a,b\n1,x\n,y\n", "data.csv", "line 3, column 'a': the cell is empty; fill it in")]
    [InlineData("a,b\n1,x\n2,\n", "data.csv", "line 3, column 'b': the cell is empty")]
    [InlineData("a;b\n1;x\n2,5;y\n", "data.csv", "line 3, column 'a': '2,5' is not a finite number; decimals have a point")]
    [InlineData("a,b\n1,\u001b[31m\ny,x\n", "data.csv --target a", "is not a finite number")]
    public void Train(string csv, string arguments, string message)
    {
        _folder.Write("data.csv", csv);
        string[] words = arguments.Split(' ');
        string[] output = arguments.Contains("--output", StringComparison.Ordinal) ? [] : ["--output", "run"];
        Refuses(message, ["train", "--data", words[0], .. words[1..], .. output]);
    }

    [Fact]
    public void Idx_files()
    {
        _folder.Write("train-labels-idx1-ubyte", "\0\0\b\u0001\0\0\0\u0001\0");
        byte[] images = new byte[16 + 784];
        (images[2], images[3]) = (8, 3);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), int.MaxValue);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(8), 28);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(12), 28);
        File.WriteAllBytes(_folder.File("train-images-idx3-ubyte"), images);
        Refuses("would hold nothing, or more than 2 GiB", "train", "--data", "fashion-mnist", "--output", "run");

        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), 2);
        File.WriteAllBytes(_folder.File("train-images-idx3-ubyte"), images);
        Refuses("it is truncated: 784 of 1568 elements", "train", "--data", "fashion-mnist", "--output", "run");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,8]}}""", "overflows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "it has no tensor '0.weight'")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "overlaps")]
    [InlineData(
        """
        {"0.weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}, "0.bias":{"dtype":"F32","shape":[0],"data_offsets":[8,8]},
        "2.weight":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}, "2.bias":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}
        """,
        "tensor '0.weight' has shape [2], the model needs [4, 64]")]
    public void Checkpoints(string header, string message)
    {
        _run.CopyTo(_folder);
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] content = [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[8]];
        File.WriteAllBytes(_folder.File("run", "model.safetensors"), content);
        Refuses(message, "evaluate", "run");
    }

    [Fact]
    public void Truncated_checkpoints_and_huge_headers()
    {
        _run.CopyTo(_folder);
        string model = _folder.File("run", "model.safetensors");
        byte[] sound = File.ReadAllBytes(model);
        File.WriteAllBytes(model, sound[..^1]);
        Refuses("truncated", "evaluate", "run");
        File.WriteAllBytes(model, [.. BitConverter.GetBytes(ulong.MaxValue), .. sound[8..]]);
        Refuses("the header claims 18446744073709551615 bytes", "evaluate", "run");
        File.Delete(model);
        Refuses("'run' has no model.safetensors: not one epoch was finished. Train it again.", "evaluate", "run");
    }

    [Theory]
    [InlineData("{", "not the configuration of a run")]
    [InlineData("null", "it is empty")]
    [InlineData("{\"data\":1}", "not the configuration of a run")]
    [InlineData(null, "a layer's width is not from 1")]
    public void Configurations(string? content, string message)
    {
        _run.CopyTo(_folder);
        string path = _folder.File("run", "config.json");
        content ??= File.ReadAllText(path).Replace("\"inputs\": 64", "\"inputs\": 2147483647", StringComparison.Ordinal);
        File.WriteAllText(path, content);
        Refuses(message, "evaluate", "run");
    }

    [Fact]
    public void Evaluate_and_predict()
    {
        _run.CopyTo(_folder);
        _folder.Write("wide.csv", "1,2,3\n4,5,6\n");
        _folder.Write("text.csv", string.Join(',', Enumerable.Repeat("1", 63)) + ",x\n");
        _folder.Write("labels.csv", string.Join(',', Enumerable.Repeat("1", 64)) + ",cow\n");
        Refuses("'nowhere' is not the folder of a run", "evaluate", "nowhere");
        _folder.Write("narrow.csv", "1,2,3\n4,5,6\n");
        Refuses("it has 2 features, the model takes 64", "evaluate", "run", "--data", "narrow.csv");
        Refuses("'cow' is not one of the classes the model knows", "evaluate", "run", "--data", "labels.csv");
        Refuses("it has 3 columns, the model takes 64 features", "predict", "run", "--data", "wide.csv");
        Refuses("line 1, column 63: 'x' is not a finite number", "predict", "run", "--data", "text.csv");
        Refuses("--data", "predict", "run");
        Refuses("--output: it is empty", "predict", "run", "--data", "text.csv", "--output", "");
        Refuses("'wide.csv' is there already", "predict", "run", "--data", "text.csv", "--output", "wide.csv");
        Refuses("'@none.rsp'", "evaluate", "@none.rsp");
        Refuses("frobnicate", "frobnicate");
    }

    /// <summary>The split of a file that has changed is another one: rows that were learned from would be tested on.</summary>
    [Fact]
    public void A_file_that_is_no_longer_what_was_learned()
    {
        string data = _folder.Write("data.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{2 * i}.5\n")));
        Assert.Equal(0, GpuNetProgram.Run(_folder.Path, "train", "--data", data, "--epochs", "1", "--output", "run").ExitCode);
        File.AppendAllText(data, "20,40.5\n");
        Refuses("has changed since the run began", "train", "--resume", "run", "--epochs", "2");
        Refuses("has changed since the run began", "evaluate", "run");
        Assert.Equal(0, GpuNetProgram.Run(_folder.Path, "evaluate", "run", "--data", data).ExitCode);
    }

    [Theory]
    [InlineData("GPUNET_CPU_MODE", "fast")]
    [InlineData("GPUNET_THREADS", "0")]
    [InlineData("GPUNET_SIMD", "wide")]
    public void Environment_variables(string name, string value)
    {
        Assert.SkipUnless(KernelEngine.IsEmbedded, "The ILGPU packages do not read it.");
        Refuses([(name, value)], $"{name} is '{value}'; it must be", "compare", "--devices", "cpu", "--epochs", "1");
    }

    private void Refuses(string message, params string[] arguments) => Refuses([], message, arguments);

    private void Refuses((string, string)[] environment, string message, params string[] arguments)
    {
        string before = _folder.Snapshot();
        var result = GpuNetProgram.Run(_folder.Path, environment, arguments);

        Assert.True(result.ExitCode == 2, $"exit code {result.ExitCode}: {result.Error}");
        string line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("gpunet: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.DoesNotContain("   at ", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Snapshot());
    }

    /// <summary>One small run that tests damage copies of.</summary>
    public sealed class TrainedRun : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public TrainedRun()
        {
            var result = GpuNetProgram.Run(_folder.Path, "train --epochs 1 --hidden 4 --dropout 0 --device cpu --output run".Split(' '));
            Assert.True(result.ExitCode == 0, result.Error);
        }

        public void Dispose() => _folder.Dispose();

        internal void CopyTo(TemporaryFolder target)
        {
            Directory.CreateDirectory(target.File("run"));
            foreach (string file in Directory.GetFiles(_folder.File("run")))
                File.Copy(file, target.File("run", Path.GetFileName(file)));
        }
    }
}
