using GpuNet.Kernels;
using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Persistence;

/// <summary>Tensors of every element type in safetensors files.</summary>
public sealed class SafetensorsTensorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_of_every_type_that_an_independent_script_wrote_are_read()
    {
        using var scope = Tape.Scope();
        using var file = SafetensorsFile.Open(SafetensorsFileTests.Fixture("every_type.safetensors"));
        float[] numbers = [-2, -0.5f, 0, 1, 1.5f, 96];
        foreach (var (name, type) in new[]
        {
            ("floats.float64", DType.Float64), ("floats.float32", DType.Float32), ("floats.float16", DType.Float16),
            ("floats.bfloat16", DType.BFloat16),
        })
        {
            var tensor = file.ReadTensor(name, Device.Cpu);
            Assert.Equal((type, "[2, 3]"), (tensor.DType, tensor.Shape.ToString()));
            Assert.Equal(numbers, tensor.To(DType.Float32).ToArray());
        }
        Assert.Equal([0, 1, 2, 127], file.ReadTensor("integers.int64", Device.Cpu).ToArray<long>());
        Assert.Equal([0, 1, 2, 127], file.ReadTensor("integers.int32", Device.Cpu).ToArray<int>());
        Assert.Equal([0, 1, 2, 127], file.ReadTensor("integers.uint8", Device.Cpu).ToArray<byte>());
        Assert.Equal([true, false, true], file.ReadTensor("flags", Device.Cpu).ToArray<bool>());
        Assert.Equal(1234567890123, file.ReadTensor("scalar", Device.Cpu).Item());
        Assert.Equal(0, file.ReadTensor("empty", Device.Cpu).Count);
        var error = Assert.Throws<CheckpointFormatException>(() => file.ReadTensor("integers.int16", Device.Cpu));
        Assert.Contains("'integers.int16' is I16, which no tensor can hold", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_every_type_are_read_as_they_were_written()
    {
        using var scope = Tape.Scope();
        string path = _folder.File("tensors.safetensors");
        Tensor[] tensors =
        [
            Tensor.From<float>([1.5f, -0f], Device.Cpu), Tensor.From<double>([1e300], Device.Cpu),
            Tensor.From<Half>([Half.Epsilon, Half.NaN], [2, 1], Device.Cpu), Tensor.From<BFloat16>([BFloat16.MaxValue], Device.Cpu),
            Tensor.From<int>([int.MinValue], Device.Cpu), Tensor.From<long>([long.MaxValue], [], Device.Cpu),
            Tensor.From<byte>([255, 0], Device.Cpu), Tensor.From<bool>([true, false], Device.Cpu),
        ];
        SafetensorsWriter.Write(path, tensors.Select(tensor => SafetensorsTensor.Create($"{tensor.DType}", tensor)));
        using var file = SafetensorsFile.Open(path);
        foreach (var tensor in tensors)
        {
            var read = file.ReadTensor($"{tensor.DType}", Device.Cpu);
            Assert.Equal(tensor.ToString(), read.ToString());
            Assert.Equal(SafetensorsTensor.Create("", tensor).Data.ToArray(), SafetensorsTensor.Create("", read).Data.ToArray());
        }
        Assert.Equal(SafetensorsDType.BF16, file["BFloat16"].DType);
    }

    [Fact]
    public void A_model_keeps_the_types_of_its_tensors()
    {
        string path = _folder.File("model.safetensors");
        var saved = new ShortModel([1.5f, -2f], [true, false]);
        ModelFile.Save(saved, path);
        var loaded = new ShortModel([0, 0], [false, false]);
        ModelFile.Load(loaded, path);
        Assert.Equal(saved.Weight.ToArray<BFloat16>(), loaded.Weight.ToArray<BFloat16>());
        Assert.Equal(saved.Mask.ToArray<bool>(), loaded.Mask.ToArray<bool>());

        SafetensorsWriter.Write(
            path, [SafetensorsTensor.Create("weight", [2], [1f, 2f]), SafetensorsTensor.Create("mask", loaded.Mask)]);
        var error = Assert.Throws<CheckpointFormatException>(() => ModelFile.Load(loaded, path));
        Assert.Contains("'weight' is F32, the model needs BF16", error.Message, StringComparison.Ordinal);
    }

    private sealed class ShortModel : Module
    {
        public ShortModel(float[] weight, bool[] mask)
        {
            Weight = AddParameter("weight", Tensor.From<float>(weight, Device.Cpu).To(DType.BFloat16));
            Mask = AddBuffer("mask", Tensor.From<bool>(mask, Device.Cpu));
        }

        public Tensor Weight { get; }

        public Tensor Mask { get; }

        protected override Tensor Compute(Tensor input) => input;
    }
}
