using GpuNet.Kernels;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Functions that look at what modules take, give and pass back.</summary>
public class ModuleHookTests
{
    private static readonly float[] Inputs = [1, -2, 3, 0.5f, 2, -1];

    [Fact]
    public void Forward_hooks_see_and_replace_inputs_and_outputs_until_they_are_removed()
    {
        using var scope = Tape.Scope();
        var (model, x) = (Model(), Tensor.From<float>(Inputs, [2, 3], Device.Cpu));
        var plain = model.Forward(x).ToArray();
        List<string> seen = [];
        var before = model[0].RegisterForwardPreHook((module, input) =>
        {
            seen.Add($"{module.GetType().Name} takes {input.Shape}");
            return input * 2;
        });
        var after = model[1].RegisterForwardHook((module, input, output) =>
        {
            Assert.Equal(input.Relu().ToArray(), output.ToArray());
            seen.Add($"gives {output.Shape}");
            return output + 1;
        });
        Assert.Equal(Model(scale: 2, shift: 1).Forward(x).ToArray(), model.Forward(x).ToArray());
        Assert.Equal(["Linear takes [2, 3]", "gives [2, 4]"], seen);
        before.Dispose();
        after.Dispose();
        Assert.Equal(plain, model.Forward(x).ToArray());
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void Hooks_on_the_model_itself_and_that_return_null_change_nothing()
    {
        using var scope = Tape.Scope();
        var (model, x) = (Model(), Tensor.From<float>(Inputs, [2, 3], Device.Cpu));
        var plain = Gradients(model, x);
        var calls = 0;
        using var before = model.RegisterForwardPreHook((_, _) => { calls++; return null; });
        using var after = model.RegisterForwardHook((_, _, _) => { calls++; return null; });
        using var backward = model.RegisterBackwardHook((_, _, _) => { calls++; return null; });
        Assert.Equal(plain, Gradients(model, x));
        Assert.Equal(3, calls);
    }

    [Fact]
    public void Backward_hooks_see_both_gradients_and_replace_the_inputs()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(Inputs, [2, 3], Device.Cpu);
        x.RequiresGrad = true;
        var layer = new Linear(3, 4, new Generator(1), device: Device.Cpu);
        Tensor? input = null, output = null;
        using (layer.RegisterBackwardHook((module, inputGradient, outputGradient) =>
        {
            Assert.Same(layer, module);
            (input, output) = (inputGradient!.Clone().Keep(), outputGradient.Clone().Keep());
            return inputGradient * 10;
        }))
        {
            (layer.Forward(x) * 3 + x.Sum()).Sum().Backward();
        }
        Assert.All(output!.ToArray(), value => Assert.Equal(3f, value));
        var expected = Tensor.Full([2, 4], 3, device: Device.Cpu).MatMul(layer.Weight.Detach()).ToArray();
        Assert.Equal(expected, input!.ToArray());
        // What flows past the layer is not the hook's business.
        Assert.Equal(expected.Select(g => g * 10 + 8), x.Grad!.ToArray());
    }

    [Fact]
    public void The_first_layer_has_no_gradient_of_its_input()
    {
        using var scope = Tape.Scope();
        var (model, x) = (Model(), Tensor.From<float>(Inputs, [2, 3], Device.Cpu));
        List<bool> hasInputGradient = [];
        foreach (var module in model)
            module.RegisterBackwardHook((_, inputGradient, _) => { hasInputGradient.Add(inputGradient is not null); return null; });
        Gradients(model, x);
        Assert.Equal([true, true, false], hasInputGradient);
    }

    [Fact]
    public void A_checkpointed_model_is_watched_as_well()
    {
        using var scope = Tape.Scope();
        var (model, x) = (Model(), Tensor.From<float>(Inputs, [2, 3], Device.Cpu));
        var calls = 0;
        using var hook = model[2].RegisterBackwardHook((_, _, _) => { calls++; return null; });
        Checkpoint.Run(model.Forward, x).Sum().Backward();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Steps_with_hooks_are_not_prepared()
    {
        var model = Model();
        var x = Tensor.From<float>(Inputs, [2, 3], Device.Cpu);
        using var hook = model[1].RegisterForwardHook((_, _, _) => null);
        Assert.Null(PreparedStep.TryRecord(Device.Cpu, () => model.Forward(x).Sum().Backward(), out var reason));
        Assert.Contains("has hooks", reason);
        hook.Dispose();
        using var step = PreparedStep.TryRecord(Device.Cpu, () => model.Forward(x).Sum().Backward(), out _);
        Assert.NotNull(step);
    }

    private static Sequential Model() => new(
        new Linear(3, 4, new Generator(1), device: Device.Cpu), new Activation<Relu>(), new Linear(4, 2, new Generator(2), device: Device.Cpu));

    /// <summary>The same model, whose first layer takes scaled inputs and whose second gives shifted outputs.</summary>
    private static Sequential Model(float scale, float shift)
    {
        var model = Model();
        return new(
            new Activation<Scale>(new(scale)), model[0], new Activation<Relu>(), new Activation<AddConstant>(new(shift)), model[2]);
    }

    private static float[] Gradients(Sequential model, Tensor x)
    {
        foreach (var parameter in model.Parameters) parameter.ZeroGrad();
        model.Forward(x).Square().Sum().Backward();
        return [.. model.Parameters.SelectMany(parameter => parameter.Grad!.ToArray())];
    }
}
