namespace GpuNet.Models;

/// <summary>What is done around a module's computation, and around the gradients that go back through it.</summary>
internal sealed class ModuleHooks
{
    private readonly List<Func<Module, Tensor, Tensor?>> _before = [];
    private readonly List<Func<Module, Tensor, Tensor, Tensor?>> _after = [];
    private readonly List<Func<Module, Tensor?, Tensor, Tensor?>> _backward = [];

    public bool IsEmpty => _before.Count + _after.Count + _backward.Count == 0;

    public HookHandle AddBefore(Func<Module, Tensor, Tensor?> hook) => Add(_before, hook);

    public HookHandle AddAfter(Func<Module, Tensor, Tensor, Tensor?> hook) => Add(_after, hook);

    public HookHandle AddBackward(Func<Module, Tensor?, Tensor, Tensor?> hook) => Add(_backward, hook);

    /// <summary>The module's output, with all hooks.</summary>
    public Tensor Run(Module module, Tensor input, Func<Tensor, Tensor> compute)
    {
        if (!IsEmpty)
            PreparedStep.Refuse($"{module.GetType().Name} has hooks, whose code would not run: remove them before");
        foreach (var hook in _before.ToArray())
            input = hook(module, input) ?? input;
        var output = _backward.Count > 0 && Tape.IsRecording ? Watched(module, input, compute) : compute(input);
        foreach (var hook in _after.ToArray())
            output = hook(module, input, output) ?? output;
        return output;
    }

    /// <summary>
    /// Computes between views of input and output that belong to this call alone: what else reads the two does not show.
    /// </summary>
    private Tensor Watched(Module module, Tensor input, Func<Tensor, Tensor> compute)
    {
        var x = input.RequiresGrad ? View(input) : input;
        var output = compute(x);
        if (!output.RequiresGrad)
            return output;
        var y = View(output);
        Tensor? outputGradient = null;
        y.RegisterHook(gradient =>
        {
            // The pass frees what it has gone through, unless it is on the tape.
            outputGradient = Tape.IsRecording ? gradient : gradient.Detach().Keep();
            if (!x.RequiresGrad)
                Backward(module, null, gradient);
            return null;
        });
        if (x.RequiresGrad)
            x.RegisterHook(gradient => outputGradient is null ? null : Backward(module, gradient, outputGradient));
        return y;

        static Tensor View(Tensor tensor) => tensor.Reshape(tensor.Shape.Dimensions);
    }

    private Tensor? Backward(Module module, Tensor? inputGradient, Tensor outputGradient)
    {
        foreach (var hook in _backward.ToArray())
            inputGradient = hook(module, inputGradient, outputGradient) ?? inputGradient;
        return inputGradient;
    }

    private static HookHandle Add<THook>(List<THook> hooks, THook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        hooks.Add(hook);
        return new HookHandle(() => hooks.Remove(hook));
    }
}
